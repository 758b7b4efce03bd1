using System.Collections.Frozen;
using HybridOrleans.Storage.Cache;
using HybridOrleans.Storage.Erasing;
using HybridOrleans.Storage.Json;
using HybridOrleans.Storage.Leases;
using HybridOrleans.Storage.Logs;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Views;
using HybridOrleans.Storage.Postgres.Months;
using HybridOrleans.Storage.Quarantine;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Repair;
using HybridOrleans.Storage.Routing;
using Microsoft.Extensions.Logging;

namespace HybridOrleans.Storage.Hosting;

/// <summary>The opened stores of this silo, by component.</summary>
/// <remarks>
/// A singleton. Open from <see cref="ServiceLifecycleStage.RuntimeStorageServices"/> until the silo has stopped
/// everything above that stage. Safe for many callers at once. Where a component migrates, its document says which
/// store answers, and configuration only proposes.
/// </remarks>
public sealed class RecordStores : ILifecycleParticipant<ISiloLifecycle>, IMigrationSides, IAsyncDisposable
{
    private readonly ComponentRoutes _routes;
    private readonly ILogger _logger;
    private readonly MigratingStores _migrating;
    private readonly RedisCacheHost? _cacheHost;
    private FrozenDictionary<Component, OpenedStore> _fixed = FrozenDictionary<Component, OpenedStore>.Empty;
    private bool _isOpen;

    internal RecordStores(
        ComponentRoutes routes, IEnumerable<IStoreKind> kinds, IPostgresHost? host, TimeProvider time,
        ILoggerFactory loggers, RedisCacheHost? cacheHost = null)
    {
        _routes = routes;
        _logger = loggers.CreateLogger<RecordStores>();
        _migrating = new MigratingStores(
            [.. routes.Proposals()], [.. kinds.OfType<IMigrationSideKind>()], host, time, _logger);
        Views = new MigrationViews(this, time, loggers.CreateLogger<MigrationViews>());
        _cacheHost = cacheHost;
        Router = new StranglerStore(
            this, Views, time, loggers.CreateLogger<StranglerStore>(), cache: () => cacheHost?.Cache);
        Migrations = new SiloMigrations(_migrating, Views, Router, time, loggers);
        Leftovers = new Leftovers(this, Views, () => _migrating.IsPostgresKnown, () => cacheHost?.Cache, time);
    }

    /// <summary>The components that are routed to a store and open now.</summary>
    public IReadOnlyCollection<Component> Components
        => _isOpen ? [.. _fixed.Keys, .. _migrating.Components] : [];

    /// <summary>The components that migrate, and what moves them.</summary>
    public SiloMigrations Migrations { get; }

    /// <summary>Takes away what deleted records leave in each store and in the cache.</summary>
    public Leftovers Leftovers { get; }

    /// <summary>What each call is routed by.</summary>
    internal MigrationViews Views { get; }

    /// <summary>The store that everyone above talks to.</summary>
    internal StranglerStore Router { get; }

    /// <summary>What the cache was good for; null where there is none, and while the stores are not open.</summary>
    public CacheUse? CacheUse => _cacheHost?.Cache?.Use;

    /// <summary>True while this silo has a JSON root open.</summary>
    public bool IsJsonOpen => _migrating.Json is not null;

    /// <summary>The other processes of this machine that hold a lock of the JSON root at this moment.</summary>
    /// <remarks>
    /// A lock is held for milliseconds, so that whoever is seen again a second later hangs. The kernel does not tell of
    /// processes in other containers. Safe at any time; none while no JSON root is open.
    /// </remarks>
    public IReadOnlySet<int> FindJsonLockHolders()
        => _migrating.Json?.Records is JsonRecordStore json
            ? json.FindLockHolders().Where(process => process != Environment.ProcessId).ToHashSet()
            : new HashSet<int>();

    /// <summary>The name of the store that decides about a component now, such as <c>json</c>.</summary>
    /// <exception cref="StoreUnavailableException">The component is not routed, or the stores are not open.</exception>
    public string StoreOf(Component component)
        => FixedOf(component) is { } store ? store.Records.Name : NameOf(RootSideOf(component));

    /// <summary>Where bytes of a component go that no record may hold any more.</summary>
    /// <exception cref="StoreUnavailableException">The component is not routed, or the stores are not open.</exception>
    public IQuarantine QuarantineOf(Component component)
        => FixedOf(component) is { } store ? store.Quarantine : RootOf(component).Quarantine;

    /// <summary>Repairs hand-edited records; null when the component's store has nothing to edit by hand.</summary>
    /// <remarks>What is adopted goes to the other store too, or is noted as debt, as every write is.</remarks>
    /// <exception cref="StoreUnavailableException">The component is not routed, or the stores are not open.</exception>
    public IRecordRepair? RepairOf(Component component)
        => FixedOf(component) is { } store ? store.Repair
            : RootOf(component).Repair is { } repair ? new RoutedRepair(repair, Router)
            : null;

    /// <summary>The monthly tables of the events, where PostgreSQL alone holds them.</summary>
    /// <returns>Null while JSON files hold events too, or hold them alone: there a month is a folder.</returns>
    /// <exception cref="StoreUnavailableException">The component is not routed, or the stores are not open.</exception>
    public IEventMonths? EventMonths
        => FixedOf(Component.Analytics) is { } store ? store.Records as IEventMonths
            : Views.CurrentOf(Component.Analytics).Phase == Phase.Complete
            ? RootOf(Component.Analytics).Records as IEventMonths
            : null;

    /// <summary>What the root notes of a record, without its body where the root can.</summary>
    /// <param name="key">The record.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <returns>Null when the record was never written.</returns>
    /// <exception cref="StoreUnavailableException">No answer. Never reported as null.</exception>
    /// <exception cref="DamagedRecordException">The stored bytes are not what was written.</exception>
    public ValueTask<RecordStamp?> StampAsync(RecordKey key, CancellationToken cancellation)
        => Router.StampAsync(key, cancellation);

    /// <summary>What the cache holds of a record, for a reader whose root gave no answer.</summary>
    /// <remarks>It may be out of date: mark the answer, and never build a write on it.</remarks>
    /// <param name="key">The record.</param>
    /// <param name="atLeast">What the reader has seen already; an older revision is no answer.</param>
    /// <returns>Null when there is no cache, or it has no such record.</returns>
    public ValueTask<CachedRecord?> ReadUnvalidatedAsync(RecordKey key, Revision atLeast)
        => Router.ReadUnvalidatedAsync(key, atLeast);

    /// <summary>What the cache holds of a log's end, for a reader whose root gave no answer.</summary>
    /// <remarks>It may be out of date, and shorter than the log is: mark the answer.</remarks>
    /// <param name="log">The log.</param>
    /// <param name="shape">The shape of the component's logs.</param>
    /// <param name="max">At least 1: how many entries at most.</param>
    /// <returns>Null when there is no cache, or it has no entry of the log.</returns>
    public ValueTask<CachedLog?> ReadLogUnvalidatedAsync(RecordKey log, LogShape shape, int max)
        => _cacheHost?.Cache is null
            ? default
            : CachedLog.ReadLastAsync(log, shape, max, key => Router.ReadUnvalidatedAsync(key, Revision.None));

    /// <summary>Opens the stores at their stage and closes them when the silo stops.</summary>
    public void Participate(ISiloLifecycle lifecycle)
        => lifecycle.Subscribe(
            nameof(RecordStores), ServiceLifecycleStage.RuntimeStorageServices, OpenAsync, _ => CloseAsync());

    /// <summary>Closes what the silo's lifecycle has left open.</summary>
    public ValueTask DisposeAsync() => new(CloseAsync());

    IRecordStore? IMigrationSides.FixedStoreOf(Component component) => FixedOf(component)?.Records;

    MigrationSides IMigrationSides.SidesOf(Component component) => _migrating.Sides ?? throw NotOpen();

    /// <summary>What tells that this silo routes a component rightly; null for one with a fixed store.</summary>
    internal ISelfCheck? CheckOf(Component component)
        => _migrating.Components.Contains(component) ? Views.CheckOf(component) : null;

    internal async Task OpenAsync(CancellationToken cancellation)
    {
        var opened = new Dictionary<IStoreKind, OpenedStore>();
        try
        {
            _cacheHost?.Open();
            foreach (var kind in _routes.Fixed().Select(r => r.Kind).Distinct())
            {
                opened[kind] = await StoreOpening.OpenAsync(kind, _logger, cancellation);
            }

            await _migrating.OpenAsync(cancellation);
            await Views.StartAsync(_migrating.Components, cancellation);
        }
        catch
        {
            // A silo that could not start must not hold the lock of a store that did open.
            await CloseAsync(opened.Values);
            throw;
        }

        _fixed = _routes.Fixed().ToFrozenDictionary(r => r.Component, r => opened[r.Kind]);
        _isOpen = true;
        WarnOfContradictions();
        _migrating.AttachLater();
    }

    internal Task CloseAsync()
    {
        var stores = _fixed.Values.Distinct().ToList();
        _isOpen = false;
        _fixed = FrozenDictionary<Component, OpenedStore>.Empty;
        return CloseAsync(stores);
    }

    private static string NameOf(Side side) => side == Side.Json ? "json" : "postgres";

    private OpenedStore? FixedOf(Component component)
    {
        if (!_isOpen)
        {
            throw NotOpen();
        }

        return _fixed.TryGetValue(component, out var store) ? store
            : _migrating.Components.Contains(component) ? null
            : throw new StoreUnavailableException(
                $"No store is configured for the component '{component}'. Nothing was written. "
                + $"Set 'HybridOrleans:Components:{component}'.");
    }

    private Side RootSideOf(Component component) => PhaseTable.Of(Views.CurrentOf(component).Phase).Root;

    private OpenedStore RootOf(Component component)
    {
        var side = RootSideOf(component);
        return (side == Side.Json ? _migrating.Json : _migrating.Postgres) ?? throw new StoreUnavailableException(
            $"'{component}' lives in {NameOf(side)}, which is not attached to this silo. Nothing was written; repeat "
            + "later, and check the connection settings of this silo.");
    }

    private static StoreUnavailableException NotOpen() => new(
        "The record stores are not open: the silo is starting or stopping. Nothing was written; repeat later.");

    private void WarnOfContradictions()
    {
        foreach (var (component, side) in _routes.Proposals())
        {
            var phase = Views.CurrentOf(component).Phase;
            if (_routes.IsConfigured(component) && PhaseTable.Of(phase).Root != side)
            {
                var wayOut = side == Side.Postgres ? $"'hybrid migration enable {component}' moves it"
                    : phase == Phase.Complete ? $"set it to '{NameOf(Side.Postgres)}'"
                    : $"'hybrid migration disable {component}' moves it";
                _logger.ProposalContradicts(NameOf(side), component, phase, wayOut);
            }
        }
    }

    private async Task CloseAsync(IEnumerable<OpenedStore> stores)
    {
        await _migrating.StopLookingAsync();
        await Views.DisposeAsync();
        foreach (var store in stores)
        {
            await StoreOpening.CloseAsync(store, _logger);
        }

        await _migrating.DisposeAsync();
        if (_cacheHost is not null)
        {
            await _cacheHost.DisposeAsync();
        }
    }
}
