namespace HybridOrleans.Samples.DatingBot.StandIn;

/// <summary>Telegram serves one <c>getUpdates</c> at a time: a new one ends the one before.</summary>
internal sealed class Poller
{
    private Poll? _present;

    public Poll Begin(CancellationToken cancellation)
    {
        var poll = new Poll(cancellation);
        Interlocked.Exchange(ref _present, poll)?.Replace();
        return poll;
    }
}
