using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace HybridOrleans.Storage.Tests.Json.Store;

/// <summary>Makes a system call of a running process fail.</summary>
internal sealed class Strace : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly string _log;

    private Strace(Process process, string log) => (_process, _log) = (process, log);

    /// <summary>From now on the n-th such call of each thread fails.</summary>
    public static async Task<Strace> AttachAsync(int process, string call, string error, int n, string log)
    {
        var arguments = string.Create(
            CultureInfo.InvariantCulture,
            $"-f -o {log} -e trace={call} -e inject={call}:error={error}:when={n} -p {process}");
        var strace = Process.Start(new ProcessStartInfo("strace", arguments) { RedirectStandardError = true })
            ?? throw new InvalidOperationException("strace did not start; this test needs it (apt install strace).");
        var saying = strace.StandardError.ReadLineAsync(TestContext.Current.CancellationToken).AsTask();
        var said = await saying.WaitAsync(Limit);
        Assert.True(said?.Contains("attached", StringComparison.Ordinal), $"strace did not attach: {said}");
        return new Strace(strace, log);
    }

    /// <summary>Lets the process go.</summary>
    /// <returns>The number of calls that were made to fail.</returns>
    public async Task<int> DetachAsync()
    {
        using (var interrupt = Process.Start("kill", $"-INT {_process.Id}"))
        {
            await interrupt.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Limit);
        var lines = await File.ReadAllLinesAsync(_log);
        return lines.Count(line => line.EndsWith("(INJECTED)", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }
}
