using System.Collections.Concurrent;

namespace HybridOrleans.TestKit.Histories;

/// <summary>Collects the acts of all clients, and gives out the ticks that order them.</summary>
public sealed class HistoryLog
{
    private readonly ConcurrentQueue<Act> _acts = [];
    private long _tick;

    public IReadOnlyCollection<Act> Acts => _acts;

    public long Tick() => Interlocked.Increment(ref _tick);

    public void Add(Act act) => _acts.Enqueue(act);
}
