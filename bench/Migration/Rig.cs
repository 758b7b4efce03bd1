using HybridOrleans.Bench.Hosting;
using HybridOrleans.Storage.Json;
using HybridOrleans.Storage.Json.Debt;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Controlling;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Migration.Synchronising;
using HybridOrleans.Storage.Migration.Views;
using HybridOrleans.Storage.Postgres;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Records.Settling;
using HybridOrleans.Storage.Routing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace HybridOrleans.Bench.Migration;

/// <summary>Both stores of one component, the router over them, and what moves it, as a silo has them.</summary>
internal sealed class Rig : IMigrationSides, IAsyncDisposable
{
    private static readonly Component s_component = Component.Users;

    private readonly MigrationSides _sides;
    private readonly MigrationViews _views;

    private Rig(JsonRecordStore json, PostgresRecordStore postgres, string connectionString)
    {
        ConnectionString = connectionString;
        (Json, Postgres) = (json, postgres);
        var debt = new JsonDebtLedger(json);
        _sides = new MigrationSides(json, postgres, debt);
        var stores = new MigrationStores(json, debt, postgres);
        Work = new MigrationWork(
            stores, new MigrationDesk(s_component, stores, TimeProvider.System), TimeProvider.System, null,
            MigrationBug.None);
        _views = new MigrationViews(this, TimeProvider.System, NullLogger<MigrationViews>.Instance);
        Router = new StranglerStore(this, _views, TimeProvider.System, NullLogger<StranglerStore>.Instance);
        Calls = new SettlingRecordStore(
            Router, new SettlingOptions(), TimeProvider.System, NullLogger<SettlingRecordStore>.Instance);
        Live = new RouterLatency(Router.StatisticsOf(s_component).Live);
        Migration = new ComponentMigration(Work, NullLogger.Instance, Live, null, null, keysUnderSealMax: 10_000);
    }

    public string ConnectionString { get; }

    public JsonRecordStore Json { get; }

    public PostgresRecordStore Postgres { get; }

    /// <summary>The router, which the views of this rig guide.</summary>
    public StranglerStore Router { get; }

    /// <summary>The router behind what settles unknown outcomes: what grains call.</summary>
    public IRecordStore Calls { get; }

    public RouterLatency Live { get; }

    public MigrationWork Work { get; }

    public ComponentMigration Migration { get; }

    public MigrationView View => _views.CurrentOf(s_component);

    public static RecordKey Key(string kind, long number) => RecordKey.Create(s_component, kind, $"{number}");

    public static async Task<Rig> OpenAsync(BenchServer server)
    {
        var json = new JsonRecordStore(
            new JsonStoreOptions { RootDirectory = server.NewFolder() }, TimeProvider.System,
            NullLogger<JsonRecordStore>.Instance);
        await json.OpenAsync(CancellationToken.None);
        var connectionString = await server.NewDatabaseAsync();
        var postgres = await PostgresRecordStore.OpenAsync(
            new PostgresStoreOptions { ConnectionString = connectionString }, TimeProvider.System,
            NullLogger<PostgresRecordStore>.Instance, CancellationToken.None);
        await json.Documents.TryWriteAsync(
            new MigrationDocument
            {
                Component = s_component,
                Version = 1,
                Epoch = Epoch.Initial,
                Phase = Phase.Off,
                SharePercent = 0,
                JsonStore = json.StoreId,
                PostgresStore = postgres.StoreId,
            },
            0, CancellationToken.None);
        var rig = new Rig(json, postgres, connectionString);
        await rig._views.StartAsync([s_component], CancellationToken.None);
        return rig;
    }

    /// <summary>Goes to a phase at once, as if everything before it had been done.</summary>
    public async Task<MigrationDocument> SetAsync(Func<MigrationDocument, MigrationDocument> change)
    {
        var document = await Work.Desk.ChangeAsync(change, CancellationToken.None);
        await _views.RefreshAsync(s_component, CancellationToken.None);
        return document;
    }

    public async ValueTask DisposeAsync()
    {
        await _views.DisposeAsync();
        await Json.DisposeAsync();
        await Postgres.DisposeAsync();
    }

    IRecordStore? IMigrationSides.FixedStoreOf(Component component) => null;

    MigrationSides IMigrationSides.SidesOf(Component component) => _sides;
}
