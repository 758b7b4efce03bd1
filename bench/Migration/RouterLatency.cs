using HybridOrleans.Storage.Migration.Synchronising;
using HybridOrleans.Storage.Routing;

namespace HybridOrleans.Bench.Migration;

/// <summary>What a copier yields to: the router's last calls, as a silo reports them to the controller.</summary>
internal sealed class RouterLatency(LatencyWindow calls) : ILiveLatency
{
    private const double Share = 0.99;

    public TimeSpan? P99 => calls.Added >= LatencyWindow.CallsMax ? calls.Percentile(Share) : null;

    public TimeSpan? Baseline { get; private set; }

    /// <summary>Takes the last calls as the usual ones.</summary>
    public void Settle() => Baseline = calls.Percentile(Share);
}
