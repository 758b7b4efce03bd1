using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client;

/// <summary>What the bot sends when the turn is kept, and never when it is not.</summary>
public interface IOutbox
{
    /// <summary>Notes a send. Those of one order key to one chat go in this order.</summary>
    /// <param name="chatId">The chat that it goes to.</param>
    /// <param name="method">What to call, such as <c>sendMessage</c>: the sender of the bot reads it.</param>
    /// <param name="payload">The arguments as JSON of at most 32 KiB; null for none.</param>
    /// <param name="delivery">What a crash between sending and noting means.</param>
    /// <returns>The id of the send; it stays the same when it is tried again.</returns>
    Guid Send(
        long chatId, string method, JsonText? payload = null, Delivery delivery = Delivery.AtLeastOnce);
}
