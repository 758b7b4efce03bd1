using HybridOrleans.Cli.Migration;
using HybridOrleans.Cli.Tests.Fakes;
using HybridOrleans.Grains.Interfaces;
using Spectre.Console;

namespace HybridOrleans.Cli.Tests.Migration;

public sealed class StepBarsTests
{
    private static MigrationStatus Copying => MemoryMigration.Off() with
    {
        Goal = "Live at 100 %",
        Progress = new MigrationProgress("synchronise", 3_000, 12_000, 300, TimeSpan.FromSeconds(30), 0, false),
    };

    [Fact]
    public async Task A_step_has_a_bar_with_its_numbers_and_ends_full_when_the_next_one_begins()
    {
        var screen = await DrawAsync(
            Copying, Copying with { Progress = new MigrationProgress("verify", 5, 0, 7, null, 0, false) });
        var lines = screen.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Contains(lines, line => line.StartsWith("synchronise", StringComparison.Ordinal)
            && line.Contains("25%", StringComparison.Ordinal)
            && line.EndsWith("3,000 of 12,000, 300/s, 0:00:30 left", StringComparison.Ordinal));
        Assert.StartsWith("synchronise", lines[^2], StringComparison.Ordinal);
        Assert.Contains("100%", lines[^2], StringComparison.Ordinal);
        Assert.EndsWith("12,000", lines[^2], StringComparison.Ordinal);
        Assert.StartsWith("verify", lines[^1], StringComparison.Ordinal);
        Assert.EndsWith("5, 7/s", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_that_failed_does_not_end_full()
    {
        var screen = await DrawAsync(
            Copying, MemoryMigration.Off() with { LastOutcome = new MigrationAnswer(false, "PostgreSQL is full.") });
        Assert.Contains("25%", screen, StringComparison.Ordinal);
        Assert.DoesNotContain("100%", screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_switch_and_a_block_are_told()
    {
        var screen = await DrawAsync(
            Copying with { IsSealed = true },
            Copying with { Progress = null, BlockedBecause = "no answer [x]" });
        Assert.Contains("callers wait", screen, StringComparison.Ordinal);
        Assert.Contains("to Live at 100 %", screen, StringComparison.Ordinal);
        Assert.Contains("waits: no answer [x]", screen, StringComparison.Ordinal);
    }

    private static async Task<string> DrawAsync(params MigrationStatus[] statuses)
    {
        using var screen = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(screen),
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
        });
        console.Profile.Width = 120;
        var column = new StepColumn();
        await console.Progress().AutoRefresh(false)
            .Columns(new TaskDescriptionColumn(), new PercentageColumn(), column)
            .StartAsync(context =>
            {
                var bars = new StepBars(context, column);
                foreach (var status in statuses)
                {
                    bars.Show(status);
                    context.Refresh();
                }

                return Task.CompletedTask;
            });
        return System.Text.RegularExpressions.Regex.Replace(screen.ToString(), "\u001b\\[[0-9;?]*[A-Za-z]", "");
    }
}
