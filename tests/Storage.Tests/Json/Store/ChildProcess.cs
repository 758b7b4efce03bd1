using System.Diagnostics;
using System.Globalization;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.Storage.Tests.Json.Store;

/// <summary>A second process that uses a store and tells what happened, line by line.</summary>
internal sealed class ChildProcess : IAsyncDisposable
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

    /// <summary>Counts up in records until it is ended.</summary>
    public static ChildProcess Count(
        string root, int callers = 1, int writes = 0, int keys = 1, int padding = 10, string? crashAt = null)
    {
        var numbers = string.Create(CultureInfo.InvariantCulture, $"{callers} {writes} {keys} {padding}");
        var start = new ProcessStartInfo(Program, $"count {root} {numbers}");
        start.Environment["CRASH_AT"] = crashAt ?? "";
        return new ChildProcess(start);
    }

    /// <summary>Brings copies in whose revisions jump, and writes between them, until it is ended.</summary>
    public static ChildProcess Copy(
        string root, int callers = 1, int rounds = 0, int keys = 1, string? crashAt = null)
    {
        var numbers = string.Create(CultureInfo.InvariantCulture, $"{callers} {rounds} {keys}");
        return Start($"copy {root} {numbers}", crashAt);
    }

    /// <summary>Opens a session of a process that mirrors, and keeps it until a line is said.</summary>
    public static ChildProcess Mirror(string root) => Start($"mirror {root}", crashAt: null);

    /// <summary>Writes documents and debts in every root that <see cref="SayAsync"/> names.</summary>
    public static ChildProcess Steer(string? crashAt = null) => Start("steer", crashAt);

    /// <summary>Runs the script in every root that <see cref="SayAsync"/> names.</summary>
    public static ChildProcess Script() => new(new ProcessStartInfo(Program, "script"));

    public Task SayAsync(string line) => _process.StandardInput.WriteLineAsync(line);

    /// <summary>Waits until so many lines with a start were said since a place, or fails.</summary>
    /// <returns>The number of lines said by then.</returns>
    public async Task<int> WaitForAsync(string start, int count = 1, int from = 0)
    {
        var deadline = Stopwatch.GetTimestamp() + (long)(Limit.TotalSeconds * Stopwatch.Frequency);
        while (true)
        {
            Task moved;
            lock (_gate)
            {
                if (_lines.Skip(from).Count(line => line.StartsWith(start, StringComparison.Ordinal)) >= count)
                {
                    return _lines.Count;
                }

                Assert.False(
                    _hasEnded, $"The process ended before it said '{start}' {count} times: {_lines.LastOrDefault()}");
                moved = _moved.Task;
            }

            var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), deadline);
            Assert.True(left > TimeSpan.Zero, $"Waited {Limit} for the process to say '{start}' {count} times.");
            await moved.WaitAsync(left, TestContext.Current.CancellationToken);
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

    /// <summary>What was answered, as far as it was said.</summary>
    public IEnumerable<ChildAnswer> Answers(int from = 0)
        => Lines.Skip(from).Select(ChildAnswer.TryParse).OfType<ChildAnswer>();

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

    private static ChildProcess Start(string arguments, string? crashAt)
    {
        var start = new ProcessStartInfo(Program, arguments);
        start.Environment["CRASH_AT"] = crashAt ?? "";
        return new ChildProcess(start);
    }

    private static string Program => Path.Combine(AppContext.BaseDirectory, "HybridOrleans.CrashChild");

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
