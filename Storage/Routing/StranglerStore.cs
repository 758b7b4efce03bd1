using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using HybridOrleans.Storage.Cache;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Views;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Repair;
using Microsoft.Extensions.Logging;

namespace HybridOrleans.Storage.Routing;

/// <summary>
/// The store that everyone above talks to: each call goes where the phase of its component says.
/// </summary>
/// <remarks>
/// A component with a fixed store is passed through as it is, epoch included. One that migrates is routed by the view
/// of this silo: the epoch of the caller does not count, and no caller ever hears that a view was too old.
/// </remarks>
internal sealed class StranglerStore(
    IMigrationSides sides,
    IMigrationViews views,
    TimeProvider time,
    ILogger<StranglerStore> logger,
    MigrationTestHooks? hooks = null,
    Func<RedisRecordCache?>? cache = null) : IRecordStore
{
    private readonly ConcurrentDictionary<Component, ComponentRouter> _routers = [];

    /// <inheritdoc/>
    public string Name => "strangler";

    /// <summary>What was met of a component since the silo started; zeros for one with a fixed store.</summary>
    public RouteStatistics StatisticsOf(Component component) => RouterOf(component).Statistics;

    /// <summary>The writes of a component that this silo acknowledged during a rehearsal.</summary>
    public WriteWitness WitnessOf(Component component) => RouterOf(component).Witness;

    /// <inheritdoc/>
    public ValueTask<StoredRecord?> ReadAsync(RecordKey key, Epoch epoch, CancellationToken cancellation)
        => sides.FixedStoreOf(key.Component) is { } store
            ? store.ReadAsync(key, epoch, cancellation)
            : RouterOf(key.Component).ReadAsync(key, cancellation);

    /// <summary>What the root notes of a record, without its body where the root can.</summary>
    /// <returns>Null when the key was never written.</returns>
    /// <exception cref="StoreUnavailableException">No answer. Never reported as null.</exception>
    /// <exception cref="DamagedRecordException">The stored bytes are not what was written.</exception>
    public async ValueTask<RecordStamp?> StampAsync(RecordKey key, CancellationToken cancellation)
        => sides.FixedStoreOf(key.Component) switch
        {
            null => await RouterOf(key.Component).StampAsync(key, cancellation),
            IMigratableStore store => await store.StampAsync(key, Epoch.Initial, cancellation),
            var store => await store.ReadAsync(key, Epoch.Initial, cancellation) is { } record
                ? RecordStamp.Of(record) : null,
        };

    /// <summary>What the cache holds of a key, for a reader whose root gave no answer. Never the basis of a write.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="atLeast">What the reader has seen already; an older entry is no answer.</param>
    /// <returns>Null when the cache has no answer, or there is no cache.</returns>
    public async ValueTask<CachedRecord?> ReadUnvalidatedAsync(RecordKey key, Revision atLeast)
        => cache?.Invoke() is { } there ? await there.GetUnvalidatedAsync(key, atLeast) : null;

    /// <inheritdoc/>
    public ValueTask<WriteResult> WriteAsync(RecordWrite write, CancellationToken cancellation)
        => sides.FixedStoreOf(write.Key.Component) is { } store
            ? store.WriteAsync(write, cancellation)
            : RouterOf(write.Key.Component).WriteAsync(write, cancellation);

    /// <inheritdoc/>
    public async IAsyncEnumerable<RecordHeader> WalkAsync(
        Component component,
        string keyPrefix,
        RecordCursor after,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var root = sides.FixedStoreOf(component) ?? await RouterOf(component).RootAsync(cancellation);
        await foreach (var header in root.WalkAsync(component, keyPrefix, after, cancellation))
        {
            yield return header;
        }
    }

    /// <inheritdoc/>
    /// <remarks>Fences of a component that migrates belong to its switches: do not raise them through here.</remarks>
    public async ValueTask<Epoch> RaiseFenceAsync(Component component, Epoch lowest, CancellationToken cancellation)
    {
        var root = sides.FixedStoreOf(component) ?? await RouterOf(component).RootAsync(cancellation);
        return await root.RaiseFenceAsync(component, lowest, cancellation);
    }

    /// <summary>Lets the root adopt a record that somebody edited, and tells the follower.</summary>
    /// <returns>The revision that stands now.</returns>
    internal ValueTask<Revision> AdoptAsync(IRecordRepair repair, RecordKey key, CancellationToken cancellation)
        => RouterOf(key.Component).AdoptAsync(repair, key, cancellation);

    /// <summary>Ends when no comparison and no healing of a component is under way.</summary>
    internal Task WhenIdleAsync(Component component) => RouterOf(component).WhenIdleAsync();

    private ComponentRouter RouterOf(Component component)
        => _routers.GetOrAdd(
            component,
            c => new ComponentRouter(
                c, sides, views, time, logger, hooks ?? MigrationTestHooks.None, cache ?? (() => null)));
}
