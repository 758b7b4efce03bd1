using System.Globalization;
using Spectre.Console;

namespace HybridOrleans.Cli.Output;

/// <summary>Shows how far a long command has come: a bar for people, a line now and then for logs.</summary>
internal sealed class ProgressDisplay(Terminal terminal, TimeProvider time)
{
    private static readonly TimeSpan BarPeriod = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LinePeriod = TimeSpan.FromSeconds(5);

    /// <summary>Does the work and shows its progress until it ends, well or badly.</summary>
    public async Task ShowAsync(string what, ProgressCounter counter, Func<Task> work)
    {
        if (terminal.MessagesAreTerminal)
        {
            await ShowBarAsync(what, counter, work);
        }
        else
        {
            await ShowLinesAsync(what, counter, work());
        }
    }

    private async Task ShowBarAsync(string what, ProgressCounter counter, Func<Task> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Messages) });
        var progress = console.Progress().Columns(
            new TaskDescriptionColumn(),
            new ProgressBarColumn(),
            new PercentageColumn(),
            new RateColumn(counter, time),
            new RemainingTimeColumn());
        await progress.StartAsync(async context =>
        {
            var task = context.AddTask(Markup.Escape(what), autoStart: true, maxValue: 1);
            var running = work();
            using var timer = new PeriodicTimer(BarPeriod, time);
            while (await RunsOnAsync(running, timer))
            {
                Update(task, counter);
            }

            Update(task, counter);
            await running;
        });
    }

    private async Task ShowLinesAsync(string what, ProgressCounter counter, Task running)
    {
        var start = time.GetTimestamp();
        using var timer = new PeriodicTimer(LinePeriod, time);
        while (await RunsOnAsync(running, timer))
        {
            terminal.Say(Line(what, counter, time.GetElapsedTime(start)));
        }

        await running;
    }

    /// <summary>Waits for the next tick, or for the end of the work.</summary>
    private static async Task<bool> RunsOnAsync(Task running, PeriodicTimer timer)
    {
        await Task.WhenAny(running, timer.WaitForNextTickAsync().AsTask());
        return !running.IsCompleted;
    }

    private static void Update(ProgressTask task, ProgressCounter counter)
    {
        task.MaxValue = Math.Max(counter.Total, 1);
        task.Value = counter.Done;
    }

    internal static string Line(string what, ProgressCounter counter, TimeSpan elapsed)
    {
        if (counter.Total == 0)
        {
            return $"{what}: looking through the source";
        }

        var rate = counter.Done / Math.Max(elapsed.TotalSeconds, 0.001);
        var left = rate > 0 ? TimeSpan.FromSeconds((counter.Total - counter.Done) / rate) : TimeSpan.Zero;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {counter.Done:N0} of {counter.Total:N0}, {rate:N0}/s, {left:h\\:mm\\:ss} left");
    }
}
