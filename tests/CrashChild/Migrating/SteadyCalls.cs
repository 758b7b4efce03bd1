using HybridOrleans.Storage.Migration.Synchronising;

namespace HybridOrleans.CrashChild.Migrating;

/// <summary>Calls that come all the time and wait as long as ever: a walk works in small pieces beside them.</summary>
internal sealed class SteadyCalls : ILiveLatency
{
    public TimeSpan? P99 => TimeSpan.FromMilliseconds(10);

    public TimeSpan? Baseline => P99;
}
