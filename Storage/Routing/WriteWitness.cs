using HybridOrleans.Storage.Migration.Copying;

namespace HybridOrleans.Storage.Routing;

/// <summary>What this silo acknowledged during a rehearsal, until the controller has heard of it.</summary>
/// <remarks>Safe for many callers at once.</remarks>
internal sealed class WriteWitness
{
    /// <summary>How many wait at most; further ones are only counted.</summary>
    public const int PendingMax = 20_000;

    private readonly Lock _gate = new();
    private readonly Queue<RecordDigest> _pending = [];
    private long _missed;

    /// <summary>Writes that found no room, since the silo started.</summary>
    public long Missed => Volatile.Read(ref _missed);

    /// <summary>Takes a write that is about to be acknowledged.</summary>
    public void Add(RecordDigest write)
    {
        lock (_gate)
        {
            if (_pending.Count < PendingMax)
            {
                _pending.Enqueue(write);
            }
            else
            {
                _missed++;
            }
        }
    }

    /// <summary>All of them, the oldest first; they stay until they are forgotten.</summary>
    public IReadOnlyList<RecordDigest> Pending()
    {
        lock (_gate)
        {
            return _pending.ToArray();
        }
    }

    /// <summary>Forgets the oldest ones, which the controller has heard of.</summary>
    public void Forget(int count)
    {
        lock (_gate)
        {
            for (; count > 0 && _pending.Count > 0; count--)
            {
                _pending.Dequeue();
            }
        }
    }
}
