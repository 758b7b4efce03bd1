namespace HybridOrleans.Samples.DatingBot.StandIn;

/// <summary>What the bot sent, the oldest first. Kept until the end, so that tests and the demo can read it.</summary>
/// <remarks>Safe for many callers at once.</remarks>
internal sealed class SentMessages
{
    private readonly Signal _added = new();
    private readonly Lock _gate = new();
    private readonly List<SentMessage> _all = [];

    public IReadOnlyList<SentMessage> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _all];
            }
        }
    }

    public SentMessage Add(Func<int, SentMessage> make)
    {
        SentMessage message;
        lock (_gate)
        {
            message = make(_all.Count + 1);
            _all.Add(message);
        }

        _added.Change();
        return message;
    }

    /// <summary>Waits for a message.</summary>
    /// <param name="wanted">Which one.</param>
    /// <param name="after">Only messages with a greater id count.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<SentMessage> WaitAsync(Func<SentMessage, bool> wanted, int after, CancellationToken cancellation)
    {
        while (true)
        {
            var added = _added.Next;
            if (All.Skip(after).FirstOrDefault(wanted) is { } found)
            {
                return found;
            }

            await added.WaitAsync(cancellation);
        }
    }
}
