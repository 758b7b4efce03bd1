using HybridOrleans.Storage.Json;
using HybridOrleans.Storage.Json.Debt;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Controlling;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Migration.Views;
using HybridOrleans.Storage.Postgres;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Routing;
using Microsoft.Extensions.Logging.Abstractions;

namespace HybridOrleans.CrashChild.Migrating;

/// <summary>What a silo has of a component that migrates: both stores, views, router, engine. No Orleans.</summary>
internal sealed class OneSilo : IMigrationSides, IAsyncDisposable
{
    private readonly JsonRecordStore _json;
    private readonly IAsyncDisposable _session;
    private readonly PostgresRecordStore _postgres;
    private readonly MigrationSides _sides;
    private readonly MigrationViews _views;

    private OneSilo(JsonRecordStore json, IAsyncDisposable session, PostgresRecordStore postgres, MigrationBug bug)
    {
        (_json, _session, _postgres) = (json, session, postgres);
        var debt = new JsonDebtLedger(json);
        _sides = new MigrationSides(json, postgres, debt);
        _views = new MigrationViews(this, TimeProvider.System, NullLogger<MigrationViews>.Instance);
        Router = new StranglerStore(
            this, _views, TimeProvider.System, NullLogger<StranglerStore>.Instance, new MigrationTestHooks(Probe, bug));
        var stores = new MigrationStores(json, debt, postgres);
        var desk = new MigrationDesk(Component.Users, stores, TimeProvider.System, Probe);
        Migration = new ComponentMigration(
            new MigrationWork(stores, desk, TimeProvider.System, Probe, bug), NullLogger.Instance, new SteadyCalls(),
            ramp: null, gate: null, keysUnderSealMax: 10_000);
    }

    public StepProbe Probe { get; } = new();

    public StranglerStore Router { get; }

    public ComponentMigration Migration { get; }

    public static async Task<OneSilo> OpenAsync(string root, string connectionString, MigrationBug bug)
    {
        var options = new JsonStoreOptions
        {
            RootDirectory = root,
            JournalHalfBytes = 2 * 1024 * 1024,
            OperationTimeout = TimeSpan.FromSeconds(10),
            LockTimeout = TimeSpan.FromSeconds(5),
        };
        var json = new JsonRecordStore(options, TimeProvider.System, NullLogger<JsonRecordStore>.Instance);
        await json.OpenAsync(CancellationToken.None);
        var session = await new JsonDebtLedger(json).OpenSessionAsync(CancellationToken.None);
        var attached = new PostgresStoreOptions
        {
            ConnectionString = connectionString,
            MinPoolSize = 0,
            OpenTimeout = TimeSpan.FromMinutes(2),
        };
        var postgres = await PostgresRecordStore.OpenAsync(
            attached, TimeProvider.System, NullLogger<PostgresRecordStore>.Instance, CancellationToken.None);
        var first = new MigrationDocument
        {
            Component = Component.Users,
            Version = 1,
            Epoch = Epoch.Initial,
            Phase = Phase.Off,
            SharePercent = 0,
        };
        await json.Documents.TryWriteAsync(first, 0, CancellationToken.None);
        var silo = new OneSilo(json, session, postgres, bug);
        await silo._views.StartAsync([Component.Users], CancellationToken.None);
        return silo;
    }

    public IRecordStore? FixedStoreOf(Component component) => null;

    public MigrationSides SidesOf(Component component) => _sides;

    public async ValueTask DisposeAsync()
    {
        await Router.WhenIdleAsync(Component.Users);
        await _views.DisposeAsync();
        await _session.DisposeAsync();
        await _json.DisposeAsync();
        await _postgres.DisposeAsync();
    }
}
