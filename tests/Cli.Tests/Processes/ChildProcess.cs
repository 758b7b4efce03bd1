using System.Diagnostics;
using HybridOrleans.Cli.Tests.Fakes;

namespace HybridOrleans.Cli.Tests.Processes;

/// <summary>A program of this repository, started as its users start it. It never outlives its test.</summary>
internal sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan EndTimeMax = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _messages;

    private ChildProcess(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _output = _process.StandardOutput.ReadToEndAsync();
        _messages = _process.StandardError.ReadToEndAsync();
    }

    public bool HasExited => _process.HasExited;

    /// <param name="project">The folder of the program.</param>
    /// <param name="workFolder">Where it runs.</param>
    /// <param name="environment">What is set besides the environment of the tests.</param>
    /// <param name="arguments">The command line.</param>
    public static ChildProcess Start(
        string project,
        string workFolder,
        IReadOnlyDictionary<string, string> environment,
        params string[] arguments)
    {
        // The tests were built beside the programs: artifacts/bin/Cli.Tests/debug and artifacts/bin/Cli/debug.
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = Path.Combine(
            Repository.Root, "artifacts", "bin", project, configuration, $"HybridOrleans.{project}.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            WorkingDirectory = workFolder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new ChildProcess(start);
    }

    /// <summary>Waits for the end.</summary>
    public async Task<(int Code, string Output, string Messages)> EndAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(EndTimeMax);
        await _process.WaitForExitAsync(limit.Token);
        return (_process.ExitCode, await _output, await _messages);
    }

    /// <summary>SIGKILL: nothing is flushed and nobody says goodbye.</summary>
    public void Kill() => _process.Kill();

    /// <summary>SIGINT, as Ctrl-C sends it.</summary>
    public void Interrupt()
    {
        using var kill = Process.Start("kill", ["-INT", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
