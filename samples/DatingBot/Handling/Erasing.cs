using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Samples.DatingBot.Telegram;
using HybridOrleans.Samples.DatingBot.Texts;

namespace HybridOrleans.Samples.DatingBot.Handling;

/// <summary>Forgets a user, and says good-bye.</summary>
internal sealed class Erasing(IHybridDataStore data, Gate gate)
{
    /// <remarks>
    /// It takes the session and the outbox along, and so the good-bye goes out by itself. An end of the process in
    /// between lets the update come again: nobody is there then, and both are done again.
    /// </remarks>
    public async Task EraseAsync(UserKey key, string language, CancellationToken cancellation)
    {
        var receipt = await data.DeleteUserAsync(key, cancellation);
        var texts = BotTexts.In(language);
        await data.Updates.WaitToSendAsync(key.Bot, key.TelegramId, cancellation);
        var result = await gate.SendAsync(
            key.TelegramId, new Reply(receipt.IsComplete ? texts.Deleted : texts.DeletionGoesOn, []), cancellation);
        if (result.RetryAfter is { } pause)
        {
            await data.Updates.PauseSendingAsync(key.Bot, key.TelegramId, pause, cancellation);
        }
    }
}
