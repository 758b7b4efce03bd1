using System.CommandLine;
using HybridOrleans.Cli.Migration;
using HybridOrleans.Cli.Output;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands.Migration;

/// <summary><c>hybrid migration history</c>.</summary>
internal static class MigrationHistory
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliServices services, SharedOptions shared, MigrationOptions options)
    {
        var command = new DocumentedCommand("history", "List what was done to a component: when, who, why, outcome.")
        {
            Examples = [new("hybrid migration history users", "Newest first")],
            Notes = ["At most 200. What the controller does by itself is in it too, with the limit that was crossed."],
        };
        command.Add(options.Component);
        Session.Attach(command, services, shared, async (session, parsed, cancellation) =>
        {
            var component = parsed.GetValue(options.Component);
            var control = (await session.ConnectAsync(cancellation)).Migration;
            Write(session, component, await control.HistoryAsync(component, cancellation));
            return ExitCode.Done;
        });
        return command;
    }

    private static void Write(Session session, ComponentName component, IReadOnlyList<HistoryListing> history)
    {
        if (session.Format == OutputFormat.Json)
        {
            ListingJson.Write(session.Terminal, component, "history", history, static (writer, one) =>
            {
                writer.WriteString("at", one.At);
                writer.WriteString("by", one.By);
                writer.WriteString("what", one.What);
                writer.WriteString("why", one.Why);
                writer.WriteString("outcome", one.Outcome);
            });
        }
        else if (history.Count == 0)
        {
            session.Terminal.Write($"Nothing was done to {MigrationNames.Of(component)} yet.\n");
        }
        else
        {
            TextTable.Write(session.Terminal, ["when", "who", "what", "outcome", "why"], history.Select(
                one => (string[])[$"{one.At:u}", one.By, one.What, one.Outcome, one.Why]));
        }
    }
}
