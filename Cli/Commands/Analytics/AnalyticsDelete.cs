using System.CommandLine;
using HybridOrleans.Cli.Output;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands.Analytics;

/// <summary><c>hybrid analytics delete</c>.</summary>
internal static class AnalyticsDelete
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliServices services, SharedOptions shared)
    {
        var month = new Argument<string>("MONTH") { Description = "Year and month in UTC, such as 2026-11." };
        var command = new DocumentedCommand(
            "delete", "DELETES all events of a month. It asks first, unless --yes is given.")
        {
            Examples = [new("hybrid analytics delete 2025-11 --bot han_dating_bot --yes", "Without a question")],
            Notes =
            [
                "Exit code 3 when there are none.",
                "After exit code 6 run it again: it finishes what was begun.",
            ],
        };
        command.Add(month);
        command.Add(shared.Bot);
        command.Add(shared.Yes);
        Session.Attach(command, services, shared, async (session, parsed, cancellation) =>
        {
            var bot = session.Bot;
            var wanted = EventMonth.Parse(parsed.GetValue(month)!);
            var isSure = parsed.GetValue(shared.Yes) || await session.Terminal.ConfirmAsync(
                $"Delete all events of {bot} in {wanted}?", cancellation);
            if (!isSure)
            {
                session.Terminal.Say("hybrid: nothing was deleted.");
                return ExitCode.Stopped;
            }

            var store = await session.ConnectAsync(cancellation);
            var deleted = await store.Analytics.DeleteMonthAsync(bot, wanted, cancellation);
            if (session.Format == OutputFormat.Json)
            {
                ResultJson.Write(session.Terminal, writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("bot", bot.Value);
                    writer.WriteString("month", wanted.ToString());
                    writer.WriteNumber("deleted", deleted);
                    writer.WriteEndObject();
                });
            }

            session.Terminal.Say(
                deleted > 0 ? $"Deleted {deleted} events." : $"hybrid: {bot} has no events in {wanted}.");
            return deleted > 0 ? ExitCode.Done : ExitCode.NotFound;
        });
        return command;
    }
}
