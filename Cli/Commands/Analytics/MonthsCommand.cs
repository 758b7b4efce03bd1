using System.CommandLine;

namespace HybridOrleans.Cli.Commands.Analytics;

/// <summary><c>hybrid analytics months</c>.</summary>
internal static class MonthsCommand
{
    private const string AllBots = "A month is that of all bots.";

    /// <summary>Makes the command with its sub-commands.</summary>
    public static Command Create(CliServices services, SharedOptions shared)
        => new DocumentedCommand("months", "List, detach and attach the monthly tables of the events in PostgreSQL.")
        {
            MonthsList.Create(services, shared),
            MonthsChange.Create(
                services, shared,
                new DocumentedCommand(
                    "detach",
                    "TAKES a month that is over AWAY for all bots, as a table of its own. It asks first, unless --yes "
                    + "is given.")
                {
                    Examples = [new("hybrid analytics months detach 2024-03 --yes", "Without a question")],
                    Notes =
                    [
                        AllBots,
                        "Its events are neither read nor written until it is attached: such calls fail and say so, and "
                            + "erasures of users stay open.",
                        "The table is analytics_2024_03_detached then. Read it, dump it, or drop it for good.",
                        "Refused while JSON files hold events too, and for a month that is not over.",
                    ],
                },
                "Take the events of all bots in {0} away?", "Detached {0}.",
                (months, month, cancellation) => months.DetachAsync(month, cancellation)),
            MonthsChange.Create(
                services, shared,
                new DocumentedCommand("attach", "Put a detached month back, as its table is now.")
                {
                    Examples = [new("hybrid analytics months attach 2024-03", "Put it back")],
                    Notes = [AllBots, "Restore the table first where it was dropped."],
                },
                question: null, "Attached {0}.",
                (months, month, cancellation) => months.AttachAsync(month, cancellation)),
        };
}
