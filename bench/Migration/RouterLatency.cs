using HybridOrleans.Storage.Migration.Synchronising;
using HybridOrleans.Storage.Routing;

namespace HybridOrleans.Bench.Migration;

/// <summary>What a copier yields to: the router's last calls, as a silo reports them to the controller.</summary>
internal sealed class RouterLatency(LatencyWindow calls) : ILiveLatency
{
    private const double Share = 0.99;

    private long _since;

    public TimeSpan? P99 => calls.Added - _since >= LatencyWindow.CallsMax ? calls.Percentile(Share) : null;

    public TimeSpan? Baseline { get; private set; }

    /// <summary>Forgets the last calls; those of a quiet time count as the usual ones.</summary>
    public void Settle(bool isQuiet)
        => (Baseline, _since) = (isQuiet ? calls.Percentile(Share) : Baseline, calls.Added);
}
