using System.Collections.Frozen;
using System.Diagnostics;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Quarantine;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Repair;
using Microsoft.Extensions.Logging;

namespace HybridOrleans.Storage.Hosting;

/// <summary>The opened stores of this silo, by component.</summary>
/// <remarks>
/// A singleton. Open from <see cref="ServiceLifecycleStage.RuntimeStorageServices"/> until the silo has stopped
/// everything above that stage. Safe for many callers at once.
/// </remarks>
public sealed class RecordStores : ILifecycleParticipant<ISiloLifecycle>, IMigrationSides
{
    private readonly ComponentRoutes _routes;
    private readonly ILogger _logger;
    private FrozenDictionary<Component, OpenedStore> _byComponent = FrozenDictionary<Component, OpenedStore>.Empty;

    internal RecordStores(ComponentRoutes routes, ILogger<RecordStores> logger)
    {
        _routes = routes;
        _logger = logger;
    }

    /// <summary>The components that are routed to a store and open now.</summary>
    public IReadOnlyCollection<Component> Components => _byComponent.Keys;

    /// <summary>The name of the store that a component lives in, such as <c>json</c>.</summary>
    /// <exception cref="StoreUnavailableException">The component is not routed, or the stores are not open.</exception>
    public string StoreOf(Component component) => Of(component).Records.Name;

    /// <summary>Where bytes of a component go that no record may hold any more.</summary>
    /// <exception cref="StoreUnavailableException">The component is not routed, or the stores are not open.</exception>
    public IQuarantine QuarantineOf(Component component) => Of(component).Quarantine;

    /// <summary>Repairs hand-edited records; null when the component's store has nothing to edit by hand.</summary>
    /// <exception cref="StoreUnavailableException">The component is not routed, or the stores are not open.</exception>
    public IRecordRepair? RepairOf(Component component) => Of(component).Repair;

    /// <summary>Opens the stores at their stage and closes them when the silo stops.</summary>
    public void Participate(ISiloLifecycle lifecycle)
        => lifecycle.Subscribe(
            nameof(RecordStores), ServiceLifecycleStage.RuntimeStorageServices, OpenAsync, _ => CloseAsync());

    /// <summary>Configuration gives each component one store.</summary>
    IRecordStore? IMigrationSides.FixedStoreOf(Component component) => Of(component).Records;

    MigrationSides IMigrationSides.SidesOf(Component component)
        => throw new StoreUnavailableException(
            $"'{component}' lives in the {Of(component).Records.Name} store only and does not migrate.");

    internal OpenedStore Of(Component component)
        => _byComponent.TryGetValue(component, out var store) ? store
            : throw new StoreUnavailableException(_byComponent.Count == 0
                ? "The record stores are not open: the silo is starting or stopping. Nothing was written; repeat later."
                : $"No store is configured for the component '{component}'. Nothing was written. "
                    + $"Set 'HybridOrleans:Components:{component}'.");

    internal async Task OpenAsync(CancellationToken cancellation)
    {
        var opened = new Dictionary<IStoreKind, OpenedStore>();
        try
        {
            foreach (var kind in _routes.All().Select(r => r.Kind).Distinct())
            {
                var started = Stopwatch.GetTimestamp();
                opened[kind] = await kind.OpenAsync(cancellation);
                _logger.StoreOpened(kind.Name, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        }
        catch
        {
            // A silo that could not start must not hold the lock of a store that did open.
            await CloseAsync(opened.Values);
            throw;
        }

        _byComponent = _routes.All().ToFrozenDictionary(r => r.Component, r => opened[r.Kind]);
    }

    internal Task CloseAsync()
    {
        var stores = _byComponent.Values.Distinct().ToList();
        _byComponent = FrozenDictionary<Component, OpenedStore>.Empty;
        return CloseAsync(stores);
    }

    private async Task CloseAsync(IEnumerable<OpenedStore> stores)
    {
        foreach (var store in stores)
        {
            try
            {
                await store.DisposeAsync();
                _logger.StoreClosed(store.Records.Name);
            }
            catch (Exception e)
            {
                // The other stores must still be closed.
                _logger.StoreNotClosed(e, store.Records.Name);
            }
        }
    }
}
