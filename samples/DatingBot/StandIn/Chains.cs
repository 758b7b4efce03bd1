namespace HybridOrleans.Samples.DatingBot.StandIn;

/// <summary>Does things of one chat one after another, and those of different chats at the same time.</summary>
/// <remarks>Telegram's own server delivers like this: the next update of a chat waits for the one before.</remarks>
internal sealed class Chains
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, Task> _last = [];

    /// <returns>Ends when this and everything before it in the chat is done.</returns>
    public Task Add(long chat, Func<Task> act)
    {
        lock (_gate)
        {
            return _last[chat] = AfterAsync(_last.GetValueOrDefault(chat, Task.CompletedTask), act);
        }
    }

    private static async Task AfterAsync(Task before, Func<Task> act)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await act();
    }
}
