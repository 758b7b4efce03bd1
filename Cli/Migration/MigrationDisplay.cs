using HybridOrleans.Cli.Output;
using HybridOrleans.Grains.Interfaces;
using Spectre.Console;

namespace HybridOrleans.Cli.Migration;

/// <summary>Shows a migration under way: bars for people, a line now and then for logs.</summary>
internal sealed class MigrationDisplay(Terminal terminal, TimeProvider time)
{
    private const int BarWidthMin = 6;
    private const int BarWidthMax = 40;

    /// <summary>What the other columns need.</summary>
    private const int OtherColumnsWidth = 80;

    /// <summary>Runs the work, which hands over each status that it sees.</summary>
    public Task<T> ShowAsync<T>(Func<Action<MigrationStatus>, Task<T>> work)
        => terminal.MessagesAreTerminal ? ShowBarsAsync(work) : work(new StepLines(terminal.Say, time).Show);

    private Task<T> ShowBarsAsync<T>(Func<Action<MigrationStatus>, Task<T>> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Messages) });
        var column = new StepColumn();
        var progress = console.Progress().Columns(
            new TaskDescriptionColumn { Alignment = Justify.Left },
            new ProgressBarColumn
            {
                Width = Math.Clamp(console.Profile.Width - OtherColumnsWidth, BarWidthMin, BarWidthMax),
            },
            new PercentageColumn(),
            column);
        return progress.StartAsync(context => work(new StepBars(context, column).Show));
    }
}
