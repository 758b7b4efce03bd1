using System.CommandLine;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands.Analytics;

/// <summary><c>hybrid analytics log</c>.</summary>
internal static class AnalyticsLog
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliServices services, SharedOptions shared)
    {
        var type = new Argument<string>("TYPE")
        {
            Description = $"What happened; 1 to {NewEvent.TypeLengthMax} characters.",
        };
        var data = new Argument<string?>("JSON")
        {
            Description = "A JSON object with more about it.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var dimensions = DimensionOptions.Create("--dimension", "What it may be counted by; may be repeated.");
        var user = new Option<long?>("--user") { Description = "The Telegram id of the user that it is about." };
        var id = new Option<string?>("--id")
        {
            Description = "Names the event: a second one with this id in the same month adds nothing.",
            HelpName = "ID",
        };
        var command = new DocumentedCommand("log", "Log an event that happens now.")
        {
            Examples =
            [
                new("hybrid analytics log profile_created --bot han_dating_bot", "An event"),
                new(
                    "hybrid analytics log message_received '{\"length\":12}' --dimension lang=ru --bot han_dating_bot",
                    "With data, and something to count by"),
            ],
        };
        command.Add(type);
        command.Add(data);
        command.Add(dimensions);
        command.Add(user);
        command.Add(id);
        command.Add(shared.Bot);
        Session.Attach(command, services, shared, async (session, parsed, cancellation) =>
        {
            var happened = new NewEvent
            {
                Type = parsed.GetValue(type)!,
                Data = parsed.GetValue(data) is { } json ? new JsonText(json) : null,
                Dimensions = DimensionOptions.Read(parsed.GetValue(dimensions)),
                UserId = parsed.GetValue(user),
                Id = parsed.GetValue(id),
            };
            var bot = session.Bot;
            var store = await session.ConnectAsync(cancellation);
            EventReceiptOutput.Write(session, bot, await store.Analytics.LogEventAsync(bot, happened, cancellation));
            return ExitCode.Done;
        });
        return command;
    }
}
