using System.CommandLine;

namespace HybridOrleans.Cli.Commands.Analytics;

/// <summary><c>hybrid analytics export</c>.</summary>
internal static class AnalyticsExport
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliServices services, SharedOptions shared, TimeOptions time)
    {
        var command = new DocumentedCommand("export", "Print events, one JSON object in each line.")
        {
            Examples =
            [
                new("hybrid analytics export --from 2026-11-01 --bot han_dating_bot > events.jsonl", "Into a file"),
            ],
            Notes = ["Events come month by month; within a month their order is not that of time."],
        };
        time.AddTo(command);
        command.Add(shared.Bot);
        Session.Attach(command, services, shared, async (session, parsed, cancellation) =>
        {
            var (from, until) = time.Of(parsed);
            var bot = session.Bot;
            var store = await session.ConnectAsync(cancellation);
            var count = 0L;
            await foreach (var stored in store.Analytics.ReadAsync(bot, from, until, cancellation))
            {
                EventLine.Write(session.Terminal, stored);
                count++;
            }

            session.Terminal.Say($"hybrid: {count} events.");
            return ExitCode.Done;
        });
        return command;
    }
}
