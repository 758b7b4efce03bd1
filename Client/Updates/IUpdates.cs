using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client;

/// <summary>Handles the updates of bots: each once in state, and those of one user one after another.</summary>
/// <remarks>
/// Safe for many callers at once, in many instances of a bot. Every call throws the errors of
/// <see cref="HybridException"/>.
/// </remarks>
public interface IUpdates
{
    /// <summary>Handles an update in a turn of its order key.</summary>
    /// <param name="update">The update.</param>
    /// <param name="handler">
    /// Reads and changes the state of the turn. When it throws nothing is kept, and the update may come again. Its
    /// token is cancelled when the turn is lost.
    /// </param>
    /// <param name="cancellation">Gives up; what is known of it is as for any write.</param>
    /// <returns>
    /// That everything is durable, now or before: Telegram may be told. After an exception it must not be.
    /// </returns>
    /// <remarks>
    /// Calls of one process for one order key keep their order. Of updates that wait in several instances the lowest id
    /// comes first. The handler is run again after a conflict with another order key, at most 20 times. It must not
    /// handle another update of the same order key: that one would wait for it.
    /// </remarks>
    Task<UpdateOutcome> HandleAsync(
        BotUpdate update, Func<IUpdateTurn, CancellationToken, Task> handler, CancellationToken cancellation = default);

    /// <summary>Takes a turn for something that is no update, such as a payment or a command of an operator.</summary>
    /// <param name="bot">The bot.</param>
    /// <param name="order">The order key.</param>
    /// <param name="handler">As for an update.</param>
    /// <param name="cancellation">Gives up.</param>
    Task ActAsync(
        BotId bot,
        SessionOwner order,
        Func<IUpdateTurn, CancellationToken, Task> handler,
        CancellationToken cancellation = default);

    /// <summary>Delivers follow-ups and sends what waits, until it is cancelled. Run it in every instance.</summary>
    /// <param name="bot">The bot.</param>
    /// <param name="work">What to do.</param>
    /// <param name="cancellation">Ends it; what is under way is finished first.</param>
    Task RunAsync(BotId bot, BotWork work, CancellationToken cancellation);

    /// <summary>
    /// Waits until a send to a chat is within the limits that all instances share. For sends outside of the outbox.
    /// </summary>
    /// <param name="bot">The bot.</param>
    /// <param name="chatId">The chat; a negative one is a group.</param>
    /// <param name="cancellation">Gives up the moment that was reserved.</param>
    Task WaitToSendAsync(BotId bot, long chatId, CancellationToken cancellation = default);

    /// <summary>Tells all instances that Telegram answered with 429.</summary>
    /// <param name="bot">The bot.</param>
    /// <param name="chatId">The chat; null for all.</param>
    /// <param name="retryAfter">What Telegram said.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    Task PauseSendingAsync(
        BotId bot, long? chatId, TimeSpan retryAfter, CancellationToken cancellation = default);
}
