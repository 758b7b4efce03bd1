namespace HybridOrleans.Samples.DatingBot.StandIn;

/// <summary>Refuses a bot that sends too fast, as Telegram does.</summary>
/// <param name="perSecond">How many messages a second all chats together may get; 0 for any number.</param>
/// <param name="time">The clock.</param>
internal sealed class SendLimit(int perSecond, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Queue<long> _sent = [];
    private int _refuse;

    /// <summary>How many sends were refused.</summary>
    public int Refused { get; private set; }

    /// <summary>Refuses the next sends whatever their number.</summary>
    public void RefuseNext(int count)
    {
        lock (_gate)
        {
            _refuse = count;
        }
    }

    /// <returns>How long to wait; null when the message may go out.</returns>
    public TimeSpan? Ask()
    {
        lock (_gate)
        {
            while (_sent.TryPeek(out var oldest) && time.GetElapsedTime(oldest) >= Window)
            {
                _sent.Dequeue();
            }

            if (_refuse > 0 || (perSecond > 0 && _sent.Count >= perSecond))
            {
                _refuse = Math.Max(0, _refuse - 1);
                Refused++;
                return Window;
            }

            _sent.Enqueue(time.GetTimestamp());
            return null;
        }
    }
}
