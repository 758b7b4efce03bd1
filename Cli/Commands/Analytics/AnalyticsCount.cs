using System.CommandLine;
using System.Globalization;
using HybridOrleans.Cli.Output;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands.Analytics;

/// <summary><c>hybrid analytics count</c>.</summary>
internal static class AnalyticsCount
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliServices services, SharedOptions shared, TimeOptions time)
    {
        var type = new Option<string?>("--type") { Description = "Only events of this type.", HelpName = "TYPE" };
        var where = DimensionOptions.Create("--where", "Only events with this value of a dimension; may be repeated.");
        var by = new Option<string?>("--by")
        {
            Description = "Count each value of this dimension by itself.",
            HelpName = "DIMENSION",
        };
        var period = new Option<CountPeriod>("--per")
        {
            Description = "Count each hour, day or month by itself, in UTC.",
            HelpName = "hour|day|month|whole",
        };
        var command = new DocumentedCommand("count", "Count events by type, time and dimension.")
        {
            Examples =
            [
                new("hybrid analytics count --bot han_dating_bot", "By type, over the last 30 days"),
                new(
                    "hybrid analytics count --type message_received --by lang --per day --bot han_dating_bot",
                    "A time series for each language"),
            ],
            Notes = ["Only counts above 0 are printed. The cost grows with the events of the months asked for."],
        };
        time.AddTo(command);
        command.Add(type);
        command.Add(where);
        command.Add(by);
        command.Add(period);
        command.Add(shared.Bot);
        Session.Attach(command, services, shared, async (session, parsed, cancellation) =>
        {
            var (from, until) = time.Of(parsed);
            var query = new EventQuery
            {
                From = from,
                Until = until,
                Type = parsed.GetValue(type),
                Where = DimensionOptions.Read(parsed.GetValue(where)),
                Dimension = parsed.GetValue(by),
                Period = parsed.GetValue(period),
            };
            var bot = session.Bot;
            var store = await session.ConnectAsync(cancellation);
            Write(session, query, await store.Analytics.CountAsync(bot, query, cancellation));
            return ExitCode.Done;
        });
        return command;
    }

    private static void Write(Session session, EventQuery query, IReadOnlyList<EventCount> counts)
    {
        if (session.Format == OutputFormat.Json)
        {
            CountsJson.Write(session.Terminal, counts);
            return;
        }

        if (counts.Count == 0)
        {
            session.Terminal.Say("hybrid: there are no such events.");
            return;
        }

        string[] split = query.Dimension is { } dimension ? [dimension] : [];
        TextTable.Write(session.Terminal, ["from", "type", .. split, "events"], counts.Select(
            count => (IReadOnlyList<string>)
        [
            count.Start.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
            count.Type,
            .. split.Select(_ => count.Value ?? "-"),
            count.Count.ToString(CultureInfo.InvariantCulture),
        ]));
    }
}
