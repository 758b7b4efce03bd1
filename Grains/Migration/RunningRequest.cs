using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Migration.Controlling;

namespace HybridOrleans.Grains.Migration;

/// <summary>A request that the controller works on.</summary>
/// <param name="Request">What was asked.</param>
/// <param name="Result">Completes with its answer. It never fails.</param>
/// <param name="Stop">Ends it early.</param>
internal sealed record RunningRequest(MigrationRequest Request, Task<VerbResult> Result, CancellationTokenSource Stop)
{
    /// <summary>True when a client that lost the answer asks for the same once more.</summary>
    public bool IsSame(MigrationRequest other) => Request == other;
}
