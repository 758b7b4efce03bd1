using System.Collections.Concurrent;
using System.Diagnostics;
using HybridOrleans.TestKit.Histories.Logs;

namespace HybridOrleans.TestKit.Histories;

/// <summary>Collects the acts of all clients, and gives out the ticks that order them.</summary>
public sealed class HistoryLog
{
    private readonly ConcurrentQueue<Act> _acts = [];
    private readonly ConcurrentQueue<LogAct> _logActs = [];
    private readonly Lock _gate = new();
    private readonly List<long> _times = [0];

    /// <summary>Calls of documents.</summary>
    public IReadOnlyCollection<Act> Acts => _acts;

    /// <summary>Calls of logs.</summary>
    public IReadOnlyCollection<LogAct> LogActs => _logActs;

    /// <summary>The next tick, which is now.</summary>
    public long Tick()
    {
        lock (_gate)
        {
            _times.Add(Stopwatch.GetTimestamp());
            return _times.Count - 1;
        }
    }

    /// <summary>The first tick that was given out so long before another one, or later.</summary>
    public long TickBefore(long tick, TimeSpan span)
    {
        lock (_gate)
        {
            var place = _times.BinarySearch(_times[(int)tick] - (long)(span.TotalSeconds * Stopwatch.Frequency));
            return Math.Min(tick, place < 0 ? ~place : place);
        }
    }

    public void Add(Act act) => _acts.Enqueue(act);

    public void Add(LogAct act) => _logActs.Enqueue(act);
}
