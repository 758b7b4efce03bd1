using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using HybridOrleans.TestKit.Network;
using Xunit;

namespace HybridOrleans.TestKit;

/// <summary>A private Redis server on a free loopback port, append-only, in a folder of its own.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private const int AttemptsMax = 5;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo _folder;
    private Process _process;

    private RedisServer(Process process, DirectoryInfo folder, int port)
    {
        _process = process;
        _folder = folder;
        Port = port;
    }

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Host and port, as a Redis client wants them.</summary>
    public string ConnectionString => $"127.0.0.1:{Port}";

    /// <summary>Starts a server and returns when it accepts connections.</summary>
    /// <exception cref="InvalidOperationException">It is not installed, or did not start; the message says
    /// why.</exception>
    public static async Task<RedisServer> StartAsync(CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("hybrid-redis-");
        var output = "";
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            // Another process may take the port between the look and the start; then the next one is tried.
            var port = FreePorts.Next();
            var process = Launch(folder, port);
            output = await OutputUntilReadyAsync(process, cancellation);
            if (!process.HasExited)
            {
                // A full pipe would stop the server.
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                return new RedisServer(process, folder, port);
            }

            process.Dispose();
        }

        folder.Delete(recursive: true);
        throw new InvalidOperationException(
            $"redis-server ended {AttemptsMax} times while starting. It said:\n{output}");
    }

    /// <summary>Stops the server where it is, connections and all, as a machine that hangs would.</summary>
    public Task FreezeAsync() => SignalAsync("-STOP");

    /// <summary>Lets it run on.</summary>
    public Task ThawAsync() => SignalAsync("-CONT");

    /// <summary>Empties one of its databases.</summary>
    public async Task FlushAsync(int database, CancellationToken cancellation)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", Port, cancellation);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"SELECT {database}\r\nFLUSHDB\r\n"), cancellation);
        const string Done = "+OK\r\n+OK\r\n";
        var answer = new byte[Done.Length];
        await stream.ReadExactlyAsync(answer, cancellation);
        Assert.Equal(Done, Encoding.ASCII.GetString(answer));
    }

    /// <summary>Copies what is on its disk to a place that it does not use, while it runs.</summary>
    public void Copy(string to)
    {
        foreach (var file in _folder.GetFiles("*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(_folder.FullName, file.FullName));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            file.CopyTo(copy, overwrite: true);
        }
    }

    /// <summary>Puts a copy in the place of what is on the disk of a server that was killed.</summary>
    public void Restore(string from)
    {
        _folder.Delete(recursive: true);
        Directory.Move(from, _folder.FullName);
    }

    /// <summary>Kills the server at once, as a crash would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Starts a server that was killed, on its port and with what is on its disk.</summary>
    public async Task StartAgainAsync(CancellationToken cancellation)
    {
        _process.Dispose();
        _process = Launch(_folder, Port);
        var output = await OutputUntilReadyAsync(_process, cancellation);
        if (_process.HasExited)
        {
            throw new InvalidOperationException($"redis-server did not start again. It said:\n{output}");
        }

        _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
    }

    /// <summary>Kills the server and removes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    private static Process Launch(DirectoryInfo folder, int port)
    {
        var start = new ProcessStartInfo("redis-server", [
            "--bind", "127.0.0.1", "--port", $"{port}", "--dir", folder.FullName,
            "--appendonly", "yes", "--appendfsync", "always", "--save", "", "--daemonize", "no",
        ])
        {
            RedirectStandardOutput = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException(
                "redis-server is not installed. Install it (Debian: apt-get install redis-server) or run ./test.sh.",
                e);
        }
    }

    private static async Task<string> OutputUntilReadyAsync(Process process, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(StartLimit);
        var output = "";
        try
        {
            while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                output += line + "\n";
                if (line.Contains("Ready to accept connections", StringComparison.Ordinal))
                {
                    return output;
                }
            }

            await process.WaitForExitAsync(limit.Token);
            return output;
        }
        catch (OperationCanceledException e)
        {
            process.Kill();
            cancellation.ThrowIfCancellationRequested();
            throw new InvalidOperationException(
                $"redis-server was not ready after {StartLimit.TotalSeconds} s. It said:\n{output}", e);
        }
    }
}
