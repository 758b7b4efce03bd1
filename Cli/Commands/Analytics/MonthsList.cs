using System.CommandLine;
using System.Globalization;
using HybridOrleans.Cli.Output;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands.Analytics;

/// <summary><c>hybrid analytics months list</c>.</summary>
internal static class MonthsList
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliServices services, SharedOptions shared)
    {
        var command = new DocumentedCommand("list", "List the months with their tables and sizes.")
        {
            Examples = [new("hybrid analytics months list", "A table")],
            Notes = ["Numbers of documents, of up to 128 events each, are those of the server's statistics."],
        };
        Session.Attach(command, services, shared, async (session, _, cancellation) =>
        {
            var months = await (await session.ConnectAsync(cancellation)).EventMonths.ListAsync(cancellation);
            if (session.Format == OutputFormat.Json)
            {
                ResultJson.Write(session.Terminal, writer => MonthsJson.Write(writer, months));
            }
            else
            {
                TextTable.Write(
                    session.Terminal, ["month", "table", "state", "bytes", "documents"], months.Select(Row));
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static string[] Row(MonthListing month)
        => [$"{month.Month}", month.Table, MonthsJson.StateOf(month), Text(month.Bytes), Text(month.Documents)];

    private static string Text(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "-";
}
