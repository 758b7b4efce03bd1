using HybridOrleans.Storage.Json;
using HybridOrleans.Storage.Json.Debt;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Postgres;
using HybridOrleans.Storage.Postgres.Embedded;
using HybridOrleans.Storage.Tests.Json.Store;
using HybridOrleans.Storage.Tests.Postgres;
using HybridOrleans.TestKit;
using HybridOrleans.TestKit.Histories;
using HybridOrleans.TestKit.Network;
using Npgsql;
using Xunit;

namespace HybridOrleans.Storage.Tests.Migration.Histories;

/// <summary>One folder opened by two JSON stores, and one PostgreSQL behind a wire of each silo's own.</summary>
internal sealed class RealHistoryStores : IHistoryStores
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<HistorySilo> _silos = [];
    private readonly List<JsonRecordStore> _jsons = [];
    private readonly List<PostgresRecordStore> _postgreses = [];
    private readonly List<TcpProxy> _wires = [];
    private readonly OwnPostgres _own;

    private RealHistoryStores(OwnPostgres own)
    {
        _own = own;
        Faults =
        [
            ("PostgreSQL stopped", StopAsync),
            ("answer of a commit lost", random => OnceAsync(random, ProxyDirection.ToClient, ProxyVerdict.Cut)),
            ("connection cut before the server", random => OnceAsync(
                random, ProxyDirection.ToServer, ProxyVerdict.Cut)),
            ("connection cut behind the server", random => OnceAsync(
                random, ProxyDirection.ToServer, ProxyVerdict.PassThenCut)),
            ("wire frozen", FreezeAsync),
        ];
    }

    public IReadOnlyList<HistorySilo> Silos => _silos;

    public IReadOnlyList<(string Name, Func<Random, Task> StrikeAsync)> Faults { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<RealHistoryStores> OpenAsync()
    {
        var stores = new RealHistoryStores(await OwnPostgres.StartAsync(Cancel));
        for (var silo = 0; silo < 2; silo++)
        {
            await stores.AddSiloAsync();
        }

        return stores;
    }

    public Task StopPostgresAsync() => _own.Server.StopAsync(EmbeddedPostgresStopMode.Immediate, Cancel);

    public async Task HealAsync()
    {
        _wires.ForEach(wire => wire.Heal());
        await _own.Server.StartAsync(Cancel);
    }

    public async Task<IReadOnlyDictionary<string, HeldRecord>> LookAsync(Side side)
    {
        await CloseAsync();
        return side == Side.Json
            ? ComponentLook.AtFiles(_folder.Root, "bot", "users")
            : await ComponentLook.AtRowsAsync(_own.Server.ConnectionString, "users", Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        foreach (var wire in _wires)
        {
            await wire.DisposeAsync();
        }

        await _own.DisposeAsync();
        _folder.Dispose();
    }

    private async Task AddSiloAsync()
    {
        var wire = new TcpProxy(_own.Server.Port);
        _wires.Add(wire);
        var json = await JsonStores.OpenAsync(new JsonStoreOptions { RootDirectory = _folder.Root });
        _jsons.Add(json);
        var text = new NpgsqlConnectionStringBuilder(_own.Server.ConnectionString) { Port = wire.Port };
        var postgres = await PostgresDatabase.OpenStoreAsync(text.ConnectionString);
        _postgreses.Add(postgres);
        _silos.Add(new HistorySilo(json, postgres, new JsonDebtLedger(json), TimeProvider.System, MigrationBug.None));
    }

    /// <summary>Closing brings what the journal holds into the files.</summary>
    private async Task CloseAsync()
    {
        foreach (var silo in _silos)
        {
            await silo.DisposeAsync();
        }

        foreach (var json in _jsons)
        {
            await json.DisposeAsync();
        }

        foreach (var postgres in _postgreses)
        {
            await postgres.DisposeAsync();
        }

        _jsons.Clear();
        _postgreses.Clear();
    }

    private async Task StopAsync(Random random)
    {
        var rest = TimeSpan.FromMilliseconds(random.Next(50, 1_500));
        await _own.Server.StopAsync(EmbeddedPostgresStopMode.Immediate, Cancel);
        await TimeProvider.System.PassAsync(rest, Cancel);
        await _own.Server.StartAsync(Cancel);
    }

    /// <summary>Strikes a few pieces on one silo's wire, each of which ends its connection.</summary>
    private async Task OnceAsync(Random random, ProxyDirection direction, ProxyVerdict verdict)
    {
        var wire = _wires[random.Next(_wires.Count)];
        var left = random.Next(1, 6);
        wire.Rule = (to, _) => to == direction && Interlocked.Decrement(ref left) >= 0 ? verdict : ProxyVerdict.Pass;
        await TimeProvider.System.PassAsync(random.Next(100, 800), Cancel);
        wire.Heal();
    }

    private async Task FreezeAsync(Random random)
    {
        var wire = _wires[random.Next(_wires.Count)];
        wire.Rule = (_, _) => ProxyVerdict.Freeze;
        await TimeProvider.System.PassAsync(random.Next(100, 3_000), Cancel);
        wire.Heal();
    }
}
