using System.CommandLine;

namespace HybridOrleans.Cli.Commands.Migration;

/// <summary><c>hybrid migration</c>.</summary>
internal static class MigrationCommand
{
    /// <summary>Makes the command with everything below it.</summary>
    public static Command Create(CliServices services, SharedOptions shared)
    {
        var options = new MigrationOptions();
        var command = new DocumentedCommand(
            "migration", "Move components between JSON files and PostgreSQL, under live load.")
        {
            Examples =
            [
                new("hybrid migration assess users", "What is missing before the first step"),
                new("hybrid migration enable users", "All the way to Live at 100 %, past every gate"),
                new("hybrid migration status users", "What holds now, in words"),
                new("hybrid migration disable users", "All the way back"),
            ],
            Notes =
            [
                "The phases: Off, DualWrite, Shadow, Live, RampDown, Complete. Up to Live the JSON files decide.",
                "Every verb is safe to repeat. It does what it says, or tells the one reason why not (exit code 9).",
                "The controller does the work. Ctrl-C ends the watching, never the work: 'pause' and 'abort' do that.",
            ],
        };
        command.Add(MigrationStatusCommand.Create(services, shared, options));
        command.Add(MigrationWatch.Create(services, shared, options));
        command.Add(MigrationAssess.Create(services, shared, options));
        foreach (var text in VerbTexts.All)
        {
            command.Add(VerbCommand.Create(text, services, shared, options));
        }

        command.Add(MigrationDivergences.Create(services, shared, options));
        command.Add(MigrationExplain.Create(services, shared, options));
        command.Add(MigrationHistory.Create(services, shared, options));
        return command;
    }
}
