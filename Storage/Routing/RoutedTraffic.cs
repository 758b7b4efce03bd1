using HybridOrleans.Storage.Migration.Rehearsing;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Routing;

/// <summary>Live calls by the router of this silo.</summary>
internal sealed class RoutedTraffic(StranglerStore router, AcknowledgedWrites writes) : ILiveTraffic
{
    /// <inheritdoc/>
    public AcknowledgedWrites Writes => writes;

    /// <inheritdoc/>
    public async ValueTask ReadAsync(RecordKey key, CancellationToken cancellation)
        => await router.ReadAsync(key, default, cancellation);
}
