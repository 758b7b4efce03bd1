using System.CommandLine;
using HybridOrleans.Cli.Migration;
using HybridOrleans.Cli.Output;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands.Migration;

/// <summary><c>hybrid migration assess</c>.</summary>
internal static class MigrationAssess
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliServices services, SharedOptions shared, MigrationOptions options)
    {
        var command = new DocumentedCommand("assess", "Try out everything that a migration will need.")
        {
            Examples = [new("hybrid migration assess users", "What works, and the way out of what does not")],
            Notes = ["It tries instead of asking, and leaves nothing behind. Exit code 9 when something blocks."],
        };
        command.Add(options.Component);
        Session.Attach(command, services, shared, async (session, parsed, cancellation) =>
        {
            var component = parsed.GetValue(options.Component);
            var control = (await session.ConnectAsync(cancellation)).Migration;
            var findings = await control.AssessAsync(component, cancellation);
            Write(session, component, findings);
            return findings.Any(one => one.Severity == FindingSeverity.Blocks) ? ExitCode.Refused : ExitCode.Done;
        });
        return command;
    }

    private static void Write(Session session, ComponentName component, IReadOnlyList<FindingListing> findings)
    {
        if (session.Format == OutputFormat.Json)
        {
            ListingJson.Write(session.Terminal, component, "findings", findings, static (writer, one) =>
            {
                writer.WriteString("store", one.Store);
                writer.WriteString("check", one.Check);
                writer.WriteString("severity", MigrationNames.InJson(one.Severity));
                writer.WriteString("message", one.Message);
            });
            return;
        }

        TextTable.Write(session.Terminal, ["result", "store", "check", "seen"], findings
            .OrderByDescending(one => one.Severity)
            .Select(one => (string[])[Word(one.Severity), one.Store, one.Check, one.Message]));
        var blocking = findings.Count(one => one.Severity == FindingSeverity.Blocks);
        session.Terminal.Write(blocking == 0
            ? "Nothing stands in the way.\n"
            : $"The migration cannot begin: {blocking} of {findings.Count} checks block it.\n");
    }

    private static string Word(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Blocks => "BLOCKS",
        FindingSeverity.Warns => "warns",
        _ => "passed",
    };
}
