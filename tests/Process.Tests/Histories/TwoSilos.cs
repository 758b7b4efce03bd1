using HybridOrleans.Client;
using HybridOrleans.Storage.Postgres.Embedded;
using HybridOrleans.TestKit;
using HybridOrleans.TestKit.Disks;
using HybridOrleans.TestKit.Network;
using HybridOrleans.TestKit.Processes;
using Npgsql;
using Xunit;

namespace HybridOrleans.Process.Tests.Histories;

/// <summary>
/// Two silo processes of one cluster: one JSON root on a small disk, one PostgreSQL behind a wire of each silo's own.
/// </summary>
internal sealed class TwoSilos : IAsyncDisposable
{
    private const int DiskMebibytes = 160;
    private readonly SiloFolder _folder = new();
    private readonly List<RunningSilo> _silos = [];
    private readonly RedisServer _redis;
    private readonly LoopDisk _disk;
    private readonly OwnPostgres _postgres;

    private TwoSilos(RedisServer redis, LoopDisk disk, OwnPostgres postgres)
        => (_redis, _disk, _postgres) = (redis, disk, postgres);

    public EmbeddedPostgres Server => _postgres.Server;

    public IReadOnlyList<RunningSilo> Silos => _silos;

    /// <summary>The silo that last said that the controller works there.</summary>
    public RunningSilo? Controller { get; private set; }

    /// <summary>The JSON root.</summary>
    public string Root => $"{_disk.Path}/data";

    private string Filler => $"{_disk.Path}/filler";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<TwoSilos> StartAsync()
    {
        var redis = await RedisServer.StartAsync(Cancel);
        var disk = await LoopDisk.MakeAsync(DiskMebibytes);
        var two = new TwoSilos(redis, disk, await OwnPostgres.StartAsync(Cancel));
        for (var silo = 0; silo < 2; silo++)
        {
            await two.AddAsync();
        }

        return two;
    }

    public Task<HybridClient> ConnectAsync() => HybridClient.ConnectAsync(new HybridClientOptions
    {
        Gateways = { $"127.0.0.1:{_silos[0].Ports.Gateway}", $"127.0.0.1:{_silos[1].Ports.Gateway}" },
        CallTimeout = TimeSpan.FromSeconds(8),
    });

    /// <summary>Takes all the space of the JSON root's disk.</summary>
    public async Task FillDiskAsync()
    {
        await using var filler = File.Create(Filler);
        var block = new byte[64 * 1024];
        try
        {
            while (true)
            {
                await filler.WriteAsync(block);
                await filler.FlushAsync();
            }
        }
        catch (IOException)
        {
            // Nothing is left, which is what was wanted.
        }
    }

    public void EmptyDisk() => File.Delete(Filler);

    /// <summary>Ends both silos cleanly.</summary>
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
        await _redis.DisposeAsync();
        await _disk.DisposeAsync();
        _folder.Dispose();
    }

    private async Task AddAsync()
    {
        var wire = new TcpProxy(Server.Port);
        var way = new NpgsqlConnectionStringBuilder(Server.ConnectionString) { Port = wire.Port };
        string[] arguments =
        [
            "--HybridOrleans:Silo:EmbeddedPostgres=never",
            "--HybridOrleans:Silo:Dashboard=false",
            // A silo that was frozen is to go on as a member, with the old view that it has.
            "--HybridOrleans:Silo:ProbeTimeout=00:00:05",
            $"--HybridOrleans:Json:RootDirectory={Root}",
            $"--HybridOrleans:Json:JournalHalfBytes={2 * 1024 * 1024}",
            $"--HybridOrleans:Postgres:ConnectionString={way.ConnectionString}",
            "--REDIS_HOST=127.0.0.1",
            $"--REDIS_PORT={_redis.Port}",
        ];
        var silo = new RunningSilo(_folder.Path, wire, arguments, controller => Controller = controller);
        _silos.Add(silo);
        await silo.StartAsync(Cancel);
    }
}
