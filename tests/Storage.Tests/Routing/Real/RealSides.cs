using HybridOrleans.Storage.Json;
using HybridOrleans.Storage.Json.Debt;
using HybridOrleans.Storage.Postgres;
using HybridOrleans.Storage.Tests.Json.Store;
using HybridOrleans.Storage.Tests.Postgres;
using HybridOrleans.TestKit;
using HybridOrleans.TestKit.Migration;
using HybridOrleans.TestKit.Network;
using Npgsql;
using Xunit;

namespace HybridOrleans.Storage.Tests.Routing.Real;

/// <summary>A folder of JSON files and a database behind a wire, as one class of tests shares them.</summary>
public sealed class RealSides(PostgresFixture server) : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private JsonRecordStore? _json;
    private PostgresRecordStore? _postgres;
    private TcpProxy? _wire;
    private MigrationWorld? _world;
    private PhaseWalk? _walk;

    internal MigrationWorld World => _world ?? throw new InvalidOperationException("The stores are not open yet.");

    internal JsonRecordStore Json => _json!;

    internal string Root => _folder.Root;

    /// <summary>Goes on from test to test, so that each begins in another phase.</summary>
    internal PhaseWalk Walk => _walk ??= new PhaseWalk(World.Mover, callsPerMove: 1);

    public async ValueTask InitializeAsync()
    {
        var database = new NpgsqlConnectionStringBuilder(await server.CreateDatabaseAsync());
        _wire = new TcpProxy(database.Port);
        database.Port = _wire.Port;
        _json = await JsonStores.OpenAsync(_folder.Root);
        _postgres = await PostgresDatabase.OpenStoreAsync(database.ConnectionString);
        _world = new MigrationWorld(null, _json, _postgres, new JsonDebtLedger(_json));
    }

    /// <summary>From now on nothing listens where the server was.</summary>
    public ValueTask StopPostgresAsync() => _wire!.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await _postgres!.DisposeAsync();
        await _json!.DisposeAsync();
        await _wire!.DisposeAsync();
        _folder.Dispose();
    }
}
