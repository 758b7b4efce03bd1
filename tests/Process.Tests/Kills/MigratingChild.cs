using HybridOrleans.Storage.Migration;
using HybridOrleans.TestKit.Processes;
using Xunit;

namespace HybridOrleans.Process.Tests.Kills;

/// <summary>A process with both stores, a router, live writers and, when it is told, the work of a migration.</summary>
internal sealed class MigratingChild : IAsyncDisposable
{
    private const int Killed = 128 + 9;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(100);
    private readonly ChildProcess _process;

    public MigratingChild(string root, string connectionString, int keys, MigrationBug bug)
    {
        _process = ChildProcess.Start(
            "HybridOrleans.CrashChild", $"migrate {root} {keys} {bug}", ("CONNECTION", connectionString));
    }

    public bool HasEnded => _process.HasEnded;

    /// <summary>Everything that it said.</summary>
    public IReadOnlyList<string> Lines => _process.Lines;

    /// <summary>Waits until it can be told something.</summary>
    public Task ReadyAsync() => UntilAsync("ready", 0);

    /// <summary>Lets it read and write from now on.</summary>
    public async Task ServeAsync()
    {
        await SayAsync("write");
        await UntilAsync("begin ", Lines.Count);
    }

    /// <summary>Begins something that may never be answered.</summary>
    public Task SayAsync(string command) => _process.SayAsync(command);

    /// <summary>Lets it do something, and waits for the answer.</summary>
    /// <returns>The answer without the command.</returns>
    public async Task<string> AskAsync(string command)
    {
        var from = Lines.Count;
        await SayAsync(command);
        var verb = command.Split(' ')[0] + ' ';
        var at = await UntilAsync(verb, from);
        return Lines[at - 1][verb.Length..];
    }

    /// <summary>Asks until it is done; a comparison may have to come first.</summary>
    public async Task DoAsync(string verb)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!(await AskAsync(verb) is var answer && answer.StartsWith("done", StringComparison.Ordinal)))
        {
            await AskAsync("rest");
            var compared = await AskAsync("verify");
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Limit,
                $"{verb} was refused for {Limit}: {answer}; {compared}");
        }
    }

    /// <summary>Waits for a line since a place.</summary>
    public async Task<int> UntilAsync(string start, int from)
    {
        try
        {
            return await _process.WaitForAsync(start, from: from).WaitAsync(Limit);
        }
        catch (TimeoutException e)
        {
            var last = Lines.Where(IsAnswer).TakeLast(6);
            throw new TimeoutException($"It never said '{start}' within {Limit}: {string.Join("; ", last)}.", e);
        }
    }

    /// <summary>Lets it do what is said, again and again, until it passes a point and kills itself there.</summary>
    public async Task DieAsync(string point, int pass, params IReadOnlyList<string> commands)
    {
        await SayAsync($"arm {point} {pass}");
        var end = _process.WaitForEndAsync();
        var began = TimeProvider.System.GetTimestamp();
        for (var next = 0; !end.IsCompleted; next++)
        {
            var asked = commands.Count > 0 ? AskAsync(commands[next % commands.Count]) : end.WaitAsync(Limit);
            await Task.WhenAny(end, asked);
            if (asked.Exception?.InnerException is TimeoutException)
            {
                await asked;
            }

            var said = string.Join("; ", Lines.Where(IsAnswer).TakeLast(6));
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Limit,
                $"It did not come to {point} within {Limit}: {said}.");
        }

        Assert.True(_process.ExitCode == Killed, $"It ended with {_process.ExitCode}, and not by a kill at {point}.");
    }

    /// <summary>Closes everything cleanly.</summary>
    public async Task CloseAsync()
    {
        await SayAsync("");
        await _process.WaitForEndAsync().WaitAsync(Limit);
        Assert.Contains("closed", Lines);
    }

    private static bool IsAnswer(string line)
        => !(line.StartsWith("begin ", StringComparison.Ordinal) || line.StartsWith("end ", StringComparison.Ordinal)
            || line.StartsWith("read ", StringComparison.Ordinal));

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
