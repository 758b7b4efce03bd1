using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Repair;
using HybridOrleans.Storage.Routing;

namespace HybridOrleans.Storage.Hosting;

/// <summary>Adopts records as every other write is made: with the epoch of the view, and the follower hears of
/// it.</summary>
internal sealed class RoutedRepair(IRecordRepair repair, StranglerStore router) : IRecordRepair
{
    /// <inheritdoc/>
    public IAsyncEnumerable<DamagedRecord> FindDamagedAsync(
        Component component, string keyPrefix, CancellationToken cancellation)
        => repair.FindDamagedAsync(component, keyPrefix, cancellation);

    /// <inheritdoc/>
    /// <remarks>The caller's epoch does not count.</remarks>
    public ValueTask<Revision> AdoptAsync(RecordKey key, Epoch epoch, CancellationToken cancellation)
        => router.AdoptAsync(repair, key, cancellation);
}
