using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace HybridOrleans.Bench.Caching;

/// <summary>A Redis that keeps nothing on disk, as a cache is run. Gone afterwards.</summary>
internal sealed class BenchRedis : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);

    private readonly Process _process;

    private BenchRedis(Process process, string connectionString)
        => (_process, ConnectionString) = (process, connectionString);

    public string ConnectionString { get; }

    public static async Task<BenchRedis> StartAsync()
    {
        var port = FreePort().ToString(CultureInfo.InvariantCulture);
        var process = Process.Start(new ProcessStartInfo("redis-server", [
            "--bind", "127.0.0.1", "--port", port, "--save", "", "--appendonly", "no", "--loglevel", "warning",
        ])
        {
            RedirectStandardOutput = true,
        })!;
        var redis = new BenchRedis(process, $"127.0.0.1:{port}");
        try
        {
            using var limit = new CancellationTokenSource(StartLimit);
            await using var connection = await ConnectionMultiplexer.ConnectAsync(
                redis.ConnectionString + ",abortConnect=false");
            while (!connection.IsConnected)
            {
                await Task.Delay(10, limit.Token);
            }

            return redis;
        }
        catch
        {
            await redis.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
