using HybridOrleans.Storage.Migration.Synchronising;

namespace HybridOrleans.Storage.Tests.Migration.Synchronising;

/// <summary>What a test says that live calls wait.</summary>
internal sealed class FixedLatency : ILiveLatency
{
    public TimeSpan? P99 { get; set; }

    public TimeSpan? Baseline { get; init; }
}
