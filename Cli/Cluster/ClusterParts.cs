using System.Globalization;
using System.Net.Sockets;

namespace HybridOrleans.Cli.Cluster;

/// <summary>Starts the parts of a cluster, and tells when each is ready.</summary>
/// <param name="settings">What is wanted.</param>
/// <param name="programs">What to start.</param>
/// <param name="folder">Where.</param>
/// <param name="time">The clock of limits and pauses.</param>
internal sealed class ClusterParts(
    ClusterSettings settings, Programs programs, ClusterFolder folder, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan SiloStopLimit = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan ServerStopLimit = TimeSpan.FromSeconds(60);
    private static readonly Dictionary<string, string> Nothing = [];

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };

    /// <summary>Starts Redis, append-only and without eviction.</summary>
    public Part StartRedis(int port) => Part.Start(
        folder,
        "redis",
        PartKind.Guarded,
        [
            programs.Redis, "--bind", "127.0.0.1", "--port", Text(port), "--dir", folder.Redis,
            "--appendonly", "yes", "--appendfsync", "everysec", "--maxmemory-policy", "noeviction",
            "--save", "", "--daemonize", "no",
        ],
        Nothing,
        ServerStopLimit);

    /// <summary>Starts the private PostgreSQL of the data folder.</summary>
    public Part StartPostgres() => Part.Start(
        folder, "postgresql", PartKind.Telling, [.. programs.Silo, "postgres", folder.Data], Nothing, ServerStopLimit);

    /// <summary>Starts a silo.</summary>
    /// <param name="number">From 1.</param>
    /// <param name="redisPort">Where the members are kept.</param>
    /// <param name="postgres">How to connect; it holds the password, and so it goes by the environment.</param>
    public Part StartSilo(int number, int redisPort, string postgres)
    {
        var ports = settings.PortsOf(number);
        return Part.Start(
            folder,
            $"silo {Text(number)}",
            PartKind.Looking,
            [
                .. programs.Silo,
                $"--HybridOrleans:Json:RootDirectory={folder.Data}",
                $"--HybridOrleans:Silo:SiloPort={Text(ports.Silo)}",
                $"--HybridOrleans:Silo:GatewayPort={Text(ports.Gateway)}",
                $"--HybridOrleans:Silo:HttpUrl=http://127.0.0.1:{Text(ports.Http)}",
                $"--HybridOrleans:Silo:ClusterId={settings.ClusterId}",
                $"--HybridOrleans:Silo:ServiceId={settings.ServiceId}",
                "--HybridOrleans:Silo:StopWithInput=true",
                "--REDIS_HOST=127.0.0.1",
                $"--REDIS_PORT={Text(redisPort)}",
                .. settings.Set.Select(s => $"--{s}"),
            ],
            new Dictionary<string, string> { ["HybridOrleans__Postgres__ConnectionString"] = postgres },
            SiloStopLimit);
    }

    /// <summary>Waits until Redis answers.</summary>
    public Task RedisIsReadyAsync(Part redis, int port, CancellationToken cancellation)
        => ReadyAsync(redis, () => RedisAnswersAsync(port, cancellation), cancellation);

    /// <summary>Waits until a silo says that it serves and that its stores answer.</summary>
    public Task SiloIsReadyAsync(Part silo, int number, CancellationToken cancellation)
    {
        var health = new Uri($"http://127.0.0.1:{Text(settings.PortsOf(number).Http)}/health/ready");
        return ReadyAsync(silo, () => SiloAnswersAsync(health, cancellation), cancellation);
    }

    /// <summary>Waits until PostgreSQL answers.</summary>
    /// <returns>How to connect to it.</returns>
    public async Task<string> PostgresIsReadyAsync(Part postgres, CancellationToken cancellation)
    {
        var saying = postgres.Output.ReadLineAsync(cancellation).AsTask();
        await ReadyAsync(postgres, () => Task.FromResult(saying.IsCompletedSuccessfully), cancellation);
        return await saying ?? throw await EndedAsync(postgres, cancellation);
    }

    public void Dispose() => _http.Dispose();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private async Task ReadyAsync(Part part, Func<Task<bool>> isReady, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        while (!await isReady())
        {
            if (part.HasEnded)
            {
                throw await EndedAsync(part, cancellation);
            }

            if (time.GetElapsedTime(began) > settings.ReadyLimit)
            {
                throw new ClusterFailedException(
                    $"{part.Name} is not ready after {settings.ReadyLimit.TotalSeconds:0} s (--ready-timeout). "
                    + $"All was stopped. {part.Tail()}");
            }

            await Task.Delay(LookEvery, time, cancellation);
        }
    }

    private static async Task<ClusterFailedException> EndedAsync(Part part, CancellationToken cancellation)
    {
        await part.WaitAsync(cancellation);
        return new ClusterFailedException(
            $"{part.Name} ended with code {part.ExitCode} while it started. All was stopped. {part.Tail()}");
    }

    private static async Task<bool> RedisAnswersAsync(int port, CancellationToken cancellation)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port, cancellation);
            var stream = client.GetStream();
            await stream.WriteAsync("PING\r\n"u8.ToArray(), cancellation);
            var answer = new byte[5];
            await stream.ReadExactlyAsync(answer, cancellation);
            return answer.AsSpan().SequenceEqual("+PONG"u8);
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return false;
        }
    }

    private async Task<bool> SiloAnswersAsync(Uri health, CancellationToken cancellation)
    {
        try
        {
            using var answer = await _http.GetAsync(health, cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException
            || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return false;
        }
    }
}
