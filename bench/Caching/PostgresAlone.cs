using HybridOrleans.Bench.Hosting;
using HybridOrleans.Storage.Cache;
using HybridOrleans.Storage.Memory;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Views;
using HybridOrleans.Storage.Postgres;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Routing;
using Microsoft.Extensions.Logging.Abstractions;

namespace HybridOrleans.Bench.Caching;

/// <summary>PostgreSQL as the root of a component that is in the last phase, and routers that see it so.</summary>
internal sealed class PostgresAlone : IMigrationSides, IMigrationViews, IAsyncDisposable
{
    private static readonly MigrationView View = new(Component.Users, Epoch.Initial, Phase.Complete, 100);

    private readonly MigrationSides _sides;

    private PostgresAlone(PostgresRecordStore store)
    {
        Store = store;
        _sides = new MigrationSides(null, store, new MemoryDebtLedger());
    }

    public PostgresRecordStore Store { get; }

    public static async Task<PostgresAlone> OpenAsync(BenchServer server)
        => new(await PostgresRecordStore.OpenAsync(
            new PostgresStoreOptions { ConnectionString = await server.NewDatabaseAsync() }, TimeProvider.System,
            NullLogger<PostgresRecordStore>.Instance, CancellationToken.None));

    /// <summary>The router of a silo, with a cache or without.</summary>
    public StranglerStore NewRouter(RedisRecordCache? cache)
        => new(this, this, TimeProvider.System, NullLogger<StranglerStore>.Instance, cache: () => cache);

    public ValueTask DisposeAsync() => Store.DisposeAsync();

    IRecordStore? IMigrationSides.FixedStoreOf(Component component) => null;

    MigrationSides IMigrationSides.SidesOf(Component component) => _sides;

    MigrationView IMigrationViews.CurrentOf(Component component) => View;

    bool IMigrationViews.IsFresh(Component component) => true;

    ValueTask<MigrationView> IMigrationViews.RefreshAsync(Component component, CancellationToken cancellation)
        => new(View);
}
