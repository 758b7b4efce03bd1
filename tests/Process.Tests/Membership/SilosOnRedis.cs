using HybridOrleans.Client;
using HybridOrleans.TestKit;
using HybridOrleans.TestKit.Processes;
using Xunit;

namespace HybridOrleans.Process.Tests.Membership;

/// <summary>Silo processes on one JSON root, whose members are kept in a Redis of their own.</summary>
internal sealed class SilosOnRedis : IAsyncDisposable
{
    private readonly SiloFolder _folder = new();
    private readonly RedisServer _redis;
    private readonly IReadOnlyList<string> _arguments;
    private readonly List<SiloChild> _silos = [];

    private SilosOnRedis(RedisServer redis, IReadOnlyList<string> arguments)
        => (_redis, _arguments) = (redis, arguments);

    public IReadOnlyList<SiloChild> Silos => _silos;

    /// <summary>The JSON root.</summary>
    public string Root => _folder.Data;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <param name="count">How many.</param>
    /// <param name="arguments">What each is told beside what all need.</param>
    public static async Task<SilosOnRedis> StartAsync(int count, params IReadOnlyList<string> arguments)
    {
        var silos = new SilosOnRedis(await RedisServer.StartAsync(Cancel), arguments);
        for (var silo = 0; silo < count; silo++)
        {
            await silos.AddAsync();
        }

        return silos;
    }

    /// <summary>Starts one more.</summary>
    /// <param name="table">The database of Redis with its members: silos of another one form another cluster.</param>
    public async Task<SiloChild> AddAsync(int table = 0)
    {
        var silo = await StartOneAsync(table, null);
        _silos.Add(silo);
        return silo;
    }

    /// <summary>Stops one as a service manager does, and starts a new one in its place, at its ports.</summary>
    /// <returns>The exit code of the one that was stopped, and its output.</returns>
    public async Task<(int ExitCode, string Output)> ReplaceAsync(int number)
    {
        var old = _silos[number];
        var code = await old.StopAsync(Cancel);
        var output = old.Output;
        await old.DisposeAsync();
        _silos[number] = await StartOneAsync(table: 0, old.Ports);
        return (code, output);
    }

    /// <summary>Connects to some of the silos; to all when none is named.</summary>
    public Task<HybridClient> ConnectAsync(params IReadOnlyList<SiloChild> to)
    {
        var options = new HybridClientOptions();
        foreach (var silo in to.Count > 0 ? to : _silos)
        {
            options.Gateways.Add($"127.0.0.1:{silo.Ports.Gateway}");
        }

        return HybridClient.ConnectAsync(options, loggers: null, Cancel);
    }

    /// <summary>Connects to whichever silos Redis names.</summary>
    public Task<HybridClient> ConnectByRedisAsync() => HybridClient.ConnectAsync(
        new HybridClientOptions { RedisHost = "127.0.0.1", RedisPort = _redis.Port }, loggers: null, Cancel);

    /// <summary>Empties one table of members.</summary>
    public Task FlushAsync(int table) => _redis.FlushAsync(table, Cancel);

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos)
        {
            await silo.KillAsync();
            await silo.DisposeAsync();
        }

        await _redis.DisposeAsync();
        _folder.Dispose();
    }

    private Task<SiloChild> StartOneAsync(int table, SiloPorts? ports)
    {
        string[] arguments =
        [
            "--HybridOrleans:Silo:EmbeddedPostgres=never",
            "--HybridOrleans:Silo:Dashboard=false",
            // What is tried is the membership; a disk that others keep busy is not to end a silo at its start.
            "--HybridOrleans:Json:OperationTimeout=00:00:08", "--REDIS_HOST=127.0.0.1", $"--REDIS_PORT={_redis.Port}",
            $"--REDIS_DB={table}", .. _arguments,
        ];
        return SiloChild.StartAsync(_folder.Path, ports, Cancel, arguments);
    }
}
