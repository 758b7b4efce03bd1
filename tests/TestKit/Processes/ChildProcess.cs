using System.Diagnostics;
using Xunit;

namespace HybridOrleans.TestKit.Processes;

/// <summary>A second process that uses a store and tells what happened, line by line.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private readonly Task _reading;
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _hasEnded;

    private ChildProcess(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardInput = true;
        _process = Process.Start(start)!;
        _reading = ReadAsync();
    }

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>How it ended: 128 and the signal when it was killed.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Everything said so far.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>Starts a program that lies beside the tests.</summary>
    /// <param name="program">Its name, such as <c>HybridOrleans.CrashChild</c>.</param>
    /// <param name="arguments">Separated by spaces.</param>
    /// <param name="environment">What it finds in its environment beside what this process has.</param>
    public static ChildProcess Start(
        string program, string arguments, params ReadOnlySpan<(string Name, string? Value)> environment)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, program), arguments);
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value ?? "";
        }

        return new ChildProcess(start);
    }

    public Task SayAsync(string line) => _process.StandardInput.WriteLineAsync(line);

    /// <summary>Waits until so many lines with a start were said since a place, or fails.</summary>
    /// <returns>The number of lines up to the last of them.</returns>
    public async Task<int> WaitForAsync(string start, int count = 1, int from = 0)
    {
        var deadline = Stopwatch.GetTimestamp() + (long)(Limit.TotalSeconds * Stopwatch.Frequency);
        var (next, left) = (from, count);
        while (true)
        {
            Task moved;
            lock (_gate)
            {
                for (; next < _lines.Count && left > 0; next++)
                {
                    left -= _lines[next].StartsWith(start, StringComparison.Ordinal) ? 1 : 0;
                }

                if (left == 0)
                {
                    return next;
                }

                Assert.False(
                    _hasEnded, $"The process ended before it said '{start}' {count} times: {_lines.LastOrDefault()}");
                moved = _moved.Task;
            }

            var time = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), deadline);
            Assert.True(time > TimeSpan.Zero, $"Waited {Limit} for the process to say '{start}' {count} times.");
            await moved.WaitAsync(time, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Ends the process at once, without any warning.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await WaitForEndAsync();
    }

    /// <summary>Waits until the process has ended and all that it said is read.</summary>
    public async Task WaitForEndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Limit);
        await _reading;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync(CancellationToken.None);
        await _reading;
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            Move(() => _lines.Add(line));
        }

        Move(() => _hasEnded = true);
    }

    private void Move(Action change)
    {
        TaskCompletionSource moved;
        lock (_gate)
        {
            change();
            (moved, _moved) = (_moved, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        moved.SetResult();
    }
}
