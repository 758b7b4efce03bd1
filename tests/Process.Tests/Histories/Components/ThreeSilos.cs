using HybridOrleans.Client;
using HybridOrleans.Storage.Postgres.Embedded;
using HybridOrleans.TestKit;
using HybridOrleans.TestKit.Network;
using HybridOrleans.TestKit.Processes;
using Npgsql;
using Xunit;

namespace HybridOrleans.Process.Tests.Histories.Components;

/// <summary>
/// Three silo processes and more: one JSON root, one PostgreSQL behind a wire of each silo's own, a Redis for the
/// members and another one for the cache.
/// </summary>
internal sealed class ThreeSilos : IAsyncDisposable
{
    private const int AtLeast = 3;

    private readonly SiloFolder _folder = new();
    private readonly List<RunningSilo> _silos = [];
    private readonly RedisServer _members;
    private readonly OwnPostgres _postgres;

    private ThreeSilos(RedisServer members, RedisServer cache, OwnPostgres postgres)
        => (_members, Cache, _postgres) = (members, cache, postgres);

    public RedisServer Cache { get; }

    public RedisServer Members => _members;

    public EmbeddedPostgres Server => _postgres.Server;

    public IReadOnlyList<RunningSilo> Silos => _silos;

    /// <summary>The JSON root.</summary>
    public string Root => _folder.Data;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<ThreeSilos> StartAsync()
    {
        var members = await RedisServer.StartAsync(Cancel);
        var cluster = new ThreeSilos(
            members, await RedisServer.StartAsync(Cancel), await OwnPostgres.StartAsync(Cancel));
        while (cluster._silos.Count < AtLeast)
        {
            await cluster.AddAsync();
        }

        return cluster;
    }

    /// <summary>Connects to whichever silos Redis names, also to those that come later.</summary>
    public Task<HybridClient> ConnectAsync() => HybridClient.ConnectAsync(new HybridClientOptions
    {
        RedisHost = "127.0.0.1",
        RedisPort = _members.Port,
        CallTimeout = TimeSpan.FromSeconds(8),
    });

    /// <summary>One silo more, at new ports.</summary>
    public async Task AddAsync()
    {
        var wire = new TcpProxy(Server.Port);
        var silo = new RunningSilo(_folder.Path, wire, Arguments(wire), _ => { });
        _silos.Add(silo);
        await silo.StartAsync(Cancel);
    }

    /// <summary>Stops one of them cleanly and for good.</summary>
    public async Task RetireAsync(RunningSilo silo)
    {
        _silos.Remove(silo);
        await silo.StopAsync(Cancel);
        await silo.DisposeAsync();
    }

    /// <summary>Starts again what has ended by itself.</summary>
    /// <returns>True when one had.</returns>
    public async Task<bool> ReviveAsync()
    {
        var any = false;
        foreach (var silo in _silos)
        {
            any |= await silo.ReviveAsync(Cancel);
        }

        return any;
    }

    /// <summary>Ends all silos cleanly.</summary>
    public async Task StopAsync()
    {
        foreach (var silo in _silos)
        {
            Assert.True(await silo.StopAsync(Cancel) == 0, $"A silo did not stop cleanly:\n{silo.Tail(30)}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos)
        {
            await silo.DisposeAsync();
        }

        await _postgres.DisposeAsync();
        await Cache.DisposeAsync();
        await _members.DisposeAsync();
        _folder.Dispose();
    }

    private string[] Arguments(TcpProxy wire)
    {
        var way = new NpgsqlConnectionStringBuilder(Server.ConnectionString) { Port = wire.Port };
        return
        [
            "--HybridOrleans:Silo:EmbeddedPostgres=never",
            "--HybridOrleans:Silo:Dashboard=false",
            $"--HybridOrleans:Json:RootDirectory={Root}",
            $"--HybridOrleans:Json:JournalHalfBytes={2 * 1024 * 1024}",
            // A busy disk is not to end a silo at its start.
            "--HybridOrleans:Json:OperationTimeout=00:00:08",
            $"--HybridOrleans:Postgres:ConnectionString={way.ConnectionString}",
            "--HybridOrleans:Postgres:MaxPoolSize=12",
            // Few grains fit, so that many reads begin in the cache between the silos.
            "--HybridOrleans:Memory:ActivationsMax=100",
            $"--HybridOrleans:Cache:ConnectionString={Cache.ConnectionString}",
            "--REDIS_HOST=127.0.0.1",
            $"--REDIS_PORT={_members.Port}",
        ];
    }
}
