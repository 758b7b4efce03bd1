using System.Diagnostics;

namespace HybridOrleans.Cli.Cluster;

/// <summary>One child process of a cluster, with its log in a file. It never outlives this process.</summary>
/// <remarks>
/// The child holds the reading end of a pipe as its standard input. A line asks it to stop; its end, which the kernel
/// makes however this process ends, does so too. The child has a session of its own, so that Ctrl-C reaches this
/// process alone, which stops the parts in their order.
/// </remarks>
internal sealed class Part : IAsyncDisposable
{
    private const int TailLines = 15;
    private const string StopLine = "stop";
    private const string Shell = "/bin/sh";

    private const string Looking = """exec "$@" >>"$0" 2>&1""";
    private const string Telling = """exec "$@" 2>>"$0" """;

    /// <summary>When we are gone, and not when we ask, the other parts get time to stop before this one.</summary>
    private const string Guarded = """
        exec >>"$0" 2>&1 3<&0 </dev/null
        "$@" 3<&- &
        program=$!
        (read -r line <&3 || sleep 5; kill "$program") 2>/dev/null &
        guard=$!
        wait "$program"
        code=$?
        kill "$guard" 2>/dev/null
        exit "$code"
        """;

    private readonly Process _process;
    private readonly TimeSpan _stopLimit;
    private bool _isAsked;

    private Part(string name, string log, Process process, TimeSpan stopLimit)
    {
        Name = name;
        Log = log;
        _process = process;
        _stopLimit = stopLimit;
    }

    /// <summary>For messages.</summary>
    public string Name { get; }

    /// <summary>The file of what it writes.</summary>
    public string Log { get; }

    /// <summary>The operating system's id.</summary>
    public int Id => _process.Id;

    /// <summary>True when it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>How it ended: 128 and the signal when it was killed.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>What a <see cref="PartKind.Telling"/> part says.</summary>
    public StreamReader Output => _process.StandardOutput;

    /// <summary>Starts a part.</summary>
    /// <param name="folder">Gets its log, and the note that it runs.</param>
    /// <param name="name">For messages and the log's name.</param>
    /// <param name="how">Who looks at its standard input.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="environment">What it finds besides the environment of this process.</param>
    /// <param name="stopLimit">The longest time that it takes to stop.</param>
    public static Part Start(
        ClusterFolder folder, string name, PartKind how, IEnumerable<string> command,
        IReadOnlyDictionary<string, string> environment, TimeSpan stopLimit)
    {
        var log = Path.Combine(folder.Logs, $"{name.Replace(' ', '-')}.log");
        string[] shell = [Shell, "-c", ScriptOf(how), log, .. command];
        string[] all = Programs.InPath("setsid", Environment.GetEnvironmentVariable("PATH")) is { } setsid
            ? [setsid, .. shell]
            : shell;
        var start = new ProcessStartInfo(all[0], all[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        // Attached servers of the environment are not those of this cluster.
        foreach (var foreign in start.Environment.Keys.Where(IsOfAServer).ToArray())
        {
            start.Environment.Remove(foreign);
        }

        foreach (var (variable, value) in environment)
        {
            start.Environment[variable] = value;
        }

        var process = Process.Start(start)!;
        folder.Note(process.Id);
        return new Part(name, log, process, stopLimit);
    }

    /// <summary>Waits until it ends.</summary>
    public Task WaitAsync(CancellationToken cancellation) => _process.WaitForExitAsync(cancellation);

    /// <summary>Asks it to stop and waits; one that takes too long is killed.</summary>
    /// <returns>True when it ended by itself in time.</returns>
    public async Task<bool> StopAsync()
    {
        if (!_isAsked)
        {
            _isAsked = true;
            try
            {
                await _process.StandardInput.WriteLineAsync(StopLine);
                _process.StandardInput.Close();
            }
            catch (IOException)
            {
                // It ended before.
            }
        }

        using var limit = new CancellationTokenSource(_stopLimit);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
            return false;
        }
    }

    /// <summary>The last lines of its log, for a message.</summary>
    public string Tail()
    {
        var lines = File.Exists(Log) ? File.ReadLines(Log).TakeLast(TailLines).ToList() : [];
        return lines.Count == 0
            ? $"Its log {Log} is empty."
            : $"The end of its log {Log}:{string.Concat(lines.Select(l => $"\n  {l}"))}";
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
    }

    private static string ScriptOf(PartKind kind) => kind switch
    {
        PartKind.Looking => Looking,
        PartKind.Telling => Telling,
        _ => Guarded,
    };

    private static bool IsOfAServer(string variable)
        => variable.StartsWith("REDIS_", StringComparison.Ordinal)
            || variable.StartsWith("DB_", StringComparison.Ordinal);
}
