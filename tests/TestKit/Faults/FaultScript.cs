using System.Collections.Concurrent;

namespace HybridOrleans.TestKit.Faults;

/// <summary>The faults of the next calls of one kind, in their order. Calls beyond the script go well.</summary>
internal sealed class FaultScript
{
    private readonly ConcurrentQueue<Fault> _faults = new();

    public void Add(ReadOnlySpan<Fault> faults)
    {
        foreach (var fault in faults)
        {
            _faults.Enqueue(fault);
        }
    }

    /// <summary>The fault that a call meets now.</summary>
    public Fault Next()
    {
        if (!_faults.TryDequeue(out var fault))
        {
            return Fault.None;
        }

        fault.Meet();
        return fault;
    }
}
