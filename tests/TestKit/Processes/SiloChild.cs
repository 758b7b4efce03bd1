using System.Collections.Concurrent;
using System.Diagnostics;

namespace HybridOrleans.TestKit.Processes;

/// <summary>The built silo as a process of its own, as an operator runs it.</summary>
public sealed class SiloChild : IAsyncDisposable
{
    /// <summary>The end of the start message, so that nothing of it is missing from the output.</summary>
    private const string LastLine = "Stop:  Ctrl-C";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource<bool> _serves = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Action<string>? _lineTaken;

    private SiloChild(Process process, SiloPorts ports)
    {
        _process = process;
        Ports = ports;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public SiloPorts Ports { get; }

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>What it wrote to its console, both streams.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Called with each line that it writes.</summary>
    public event Action<string> Said
    {
        add => _lineTaken += value;
        remove => _lineTaken -= value;
    }

    /// <summary>Starts a silo and returns when it says that it serves calls.</summary>
    public static async Task<SiloChild> StartAsync(
        string folder, SiloPorts? ports, CancellationToken cancellation, params IReadOnlyList<string> arguments)
    {
        var silo = Launch(folder, ports ?? SiloPorts.Free(), arguments);
        try
        {
            if (await silo._serves.Task.WaitAsync(StartLimit, cancellation))
            {
                return silo;
            }

            throw new InvalidOperationException($"The silo ended while starting. It said:\n{silo.Output}");
        }
        catch (TimeoutException e)
        {
            await silo.DisposeAsync();
            throw new TimeoutException($"No silo that serves calls within {StartLimit}. It said:\n{silo.Output}", e);
        }
        catch
        {
            await silo.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a silo that is expected to end by itself.</summary>
    /// <returns>Its exit code and everything it wrote.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string folder, SiloPorts ports, CancellationToken cancellation, params IReadOnlyList<string> arguments)
    {
        await using var silo = Launch(folder, ports, arguments);
        await silo._process.WaitForExitAsync(cancellation).WaitAsync(StartLimit, cancellation);
        return (silo._process.ExitCode, silo.Output);
    }

    /// <summary>Waits until a line of its output holds a text, and returns the line.</summary>
    public async Task<string> WaitForLineAsync(string text, CancellationToken cancellation)
    {
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _lineTaken += Look;
        _output.ToList().ForEach(Look);
        try
        {
            return await found.Task.WaitAsync(StartLimit, cancellation);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"No line with '{text}' within {StartLimit}. The silo said:\n{Output}", e);
        }
        finally
        {
            _lineTaken -= Look;
        }

        void Look(string line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                found.TrySetResult(line);
            }
        }
    }

    /// <summary>Kills it as a crash would, without its children.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Holds it where it is, as a host that is overloaded or paused does.</summary>
    public Task FreezeAsync() => SignalAsync("-STOP");

    /// <summary>Lets it go on.</summary>
    public Task ThawAsync() => SignalAsync("-CONT");

    /// <summary>Asks it to stop, as Ctrl-C and service managers do.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync(CancellationToken cancellation)
    {
        await SignalAsync("-TERM");
        return await ExitAsync(cancellation);
    }

    /// <summary>Waits until it ends by itself.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> ExitAsync(CancellationToken cancellation)
    {
        await _process.WaitForExitAsync(cancellation).WaitAsync(StartLimit, cancellation);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await StopAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private async Task SignalAsync(string signal)
    {
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", [signal, $"{_process.Id}"]);
            await kill.WaitForExitAsync();
        }
    }

    private static SiloChild Launch(string folder, SiloPorts ports, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "HybridOrleans.Silo.dll"),
                $"--HybridOrleans:Silo:SiloPort={ports.Silo}",
                $"--HybridOrleans:Silo:GatewayPort={ports.Gateway}",
                $"--HybridOrleans:Silo:HttpUrl=http://127.0.0.1:{ports.Http}",
            },
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return new SiloChild(Process.Start(start)!, ports);
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            // The stream ended, and with it the process; a silo that serves has said so before.
            _serves.TrySetResult(false);
            return;
        }

        _output.Enqueue(line);
        _lineTaken?.Invoke(line);
        if (line == LastLine)
        {
            _serves.TrySetResult(true);
        }
    }
}
