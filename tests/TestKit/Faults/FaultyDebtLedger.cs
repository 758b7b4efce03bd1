using System.Collections.Concurrent;
using HybridOrleans.Storage;
using HybridOrleans.Storage.Migration.Debt;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.TestKit.Faults;

/// <summary>A ledger that cannot be reached while it is down, and counts how often debt was raised.</summary>
public sealed class FaultyDebtLedger(IDebtLedger inner) : IDebtLedger
{
    private readonly ConcurrentQueue<Fault> _raises = new();
    private int _raised;

    /// <summary>While true every call fails.</summary>
    public bool IsDown { get; set; }

    /// <summary>How many calls to raise debt have succeeded.</summary>
    public int Raised => Volatile.Read(ref _raised);

    /// <summary>The faults of the next calls that raise debt: hold.</summary>
    public void OnRaises(params ReadOnlySpan<Fault> faults)
    {
        foreach (var fault in faults)
        {
            _raises.Enqueue(fault);
        }
    }

    public ValueTask<DebtState> ReadAsync(Component component, CancellationToken cancellation)
        => Reachable().ReadAsync(component, cancellation);

    public async ValueTask RaiseAsync(Component component, CancellationToken cancellation)
    {
        if (_raises.TryDequeue(out var fault))
        {
            fault.Meet();
            await fault.WaitAsync(cancellation);
        }

        await Reachable().RaiseAsync(component, cancellation);
        Interlocked.Increment(ref _raised);
    }

    public ValueTask<long> BeginPayingAsync(Component component, CancellationToken cancellation)
        => Reachable().BeginPayingAsync(component, cancellation);

    public ValueTask<bool> TryPayAsync(Component component, long generation, CancellationToken cancellation)
        => Reachable().TryPayAsync(component, generation, cancellation);

    private IDebtLedger Reachable()
        => IsDown ? throw new StoreUnavailableException("A test made the debt ledger unavailable.") : inner;
}
