namespace HybridOrleans.Storage.Migration.Synchronising;

/// <summary>Tells how long live calls wait, so that copying can yield to them.</summary>
public interface ILiveLatency
{
    /// <summary>The 99th percentile of the last seconds; null when too few calls came.</summary>
    TimeSpan? P99 { get; }

    /// <summary>The 99th percentile while nothing was copied; null when it was never measured.</summary>
    TimeSpan? Baseline { get; }
}
