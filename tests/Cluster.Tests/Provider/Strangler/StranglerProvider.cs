using HybridOrleans.Cluster.Tests.Users;
using HybridOrleans.Storage.Json;
using HybridOrleans.Storage.Json.Debt;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Postgres;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit;
using HybridOrleans.TestKit.Migration;
using HybridOrleans.TestKit.Network;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider.Strangler;

/// <summary>Two silos on one folder and one database, their components in a phase of the migration.</summary>
/// <remarks>The stores are opened here too, as by a third process: to set the phase, and to look at the end.</remarks>
public abstract class StranglerProvider(PostgresFixture server, Phase phase) : ProviderCluster
{
    private static readonly TimeSpan AttachLimit = TimeSpan.FromSeconds(30);

    private readonly string _root = Path.Combine(Path.GetTempPath(), $"hybrid-strangler-{Guid.NewGuid():n}");
    private readonly LogCapture[] _logs = [new(), new()];
    private int _silos;
    private TcpProxy? _wire;
    private JsonRecordStore? _json;
    private PostgresRecordStore? _postgres;
    private PhaseMover? _mover;

    public override string StoreName => "json";

    protected Phase Phase => phase;

    protected static IReadOnlyList<Component> Moved { get; } = [Component.Users, Component.Grains];

    protected PhaseMover Mover => _mover ?? throw new InvalidOperationException("The stores are not open yet.");

    protected override async ValueTask StartStoreAsync(IDictionary<string, string?> settings)
    {
        var cancel = TestContext.Current.CancellationToken;
        var database = new NpgsqlConnectionStringBuilder(await server.CreateDatabaseAsync());
        _postgres = await PostgresRecordStore.OpenAsync(
            new PostgresStoreOptions { ConnectionString = database.ConnectionString, MinPoolSize = 0 },
            TimeProvider.System, NullLogger<PostgresRecordStore>.Instance, cancel);
        _json = new JsonRecordStore(
            new JsonStoreOptions { RootDirectory = _root }, TimeProvider.System, NullLogger<JsonRecordStore>.Instance);
        await _json.OpenAsync(cancel);
        _mover = new PhaseMover(_json, _postgres, TimeProvider.System);
        await Task.WhenAll(Moved.Select(component => _mover.BeginAsync(component, Phase)));
        _wire = new TcpProxy(database.Port);
        database.Port = _wire.Port;
        settings["HybridOrleans:Json:RootDirectory"] = _root;
        settings["HybridOrleans:Postgres:ConnectionString"] = database.ConnectionString;
        // What is tested here is what is stored. A busy machine must not turn it into a test of time limits.
        settings["HybridOrleans:Json:OperationTimeout"] = "00:00:30";
        settings["HybridOrleans:Json:LockTimeout"] = "00:00:20";
        settings["HybridOrleans:Postgres:OperationTimeout"] = "00:00:30";
    }

    protected override void ConfigureStore(IServiceCollection services)
    {
        var log = _logs[Interlocked.Increment(ref _silos) - 1];
        services.AddLogging(logging => logging.AddProvider(log));
    }

    protected override async ValueTask ReadyAsync()
        => await Task.WhenAll(_logs.Select(l => l.WaitForAsync("PostgreSQL is attached"))).WaitAsync(AttachLimit);

    /// <summary>From now on nothing listens where the silos have found the server.</summary>
    protected ValueTask CutAsync() => _wire!.DisposeAsync();

    /// <summary>Both stores were used as the phase says, or the tests have tried something else.</summary>
    protected virtual async Task CheckAsync()
    {
        var (json, postgres) = (await CountAsync(Side.Json), await CountAsync(Side.Postgres));
        Assert.Equal((Phase < Phase.RampDown, Phase > Phase.Off), (json > 0, postgres > 0));
        Assert.True(
            Phase is Phase.Off or > Phase.Live || json == postgres || await OwesAsync(),
            $"Of {json} records only {postgres} went to PostgreSQL, and no debt stands.");
    }

    protected async Task<bool> OwesAsync()
        => (await new JsonDebtLedger(_json!).ReadAsync(Component.Grains, CancellationToken.None)).IsRaised;

    /// <summary>How many records the grains have left there.</summary>
    protected async Task<int> CountAsync(Side side) => await Mover.StoreOf(side)
        .WalkAsync(Component.Grains, "", RecordCursor.Start, CancellationToken.None).CountAsync();

    protected override async ValueTask StopStoreAsync()
    {
        await CheckAsync();
        await _wire!.DisposeAsync();
        await _json!.DisposeAsync();
        await _postgres!.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }
}
