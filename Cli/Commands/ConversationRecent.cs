using System.CommandLine;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands;

/// <summary><c>hybrid conversation recent</c>.</summary>
internal static class ConversationRecent
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliServices services, SharedOptions shared)
    {
        var chat = IdArgument.Create();
        var count = MessagesOutput.CountOption(20);
        var fresh = new Option<bool>("--fresh") { Description = "Ask the store, not the grain's memory." };
        var command = new DocumentedCommand("recent", "Print the newest messages, the oldest of them first.")
        {
            Examples =
            [
                new("hybrid conversation recent 1001 --bot han_dating_bot", "The last 20 messages"),
                new("hybrid conversation recent 1001 --count 100 --format json --bot han_dating_bot", "For programs"),
            ],
            Notes = [MessagesOutput.LineNote],
        };
        command.Add(chat);
        command.Add(count);
        command.Add(fresh);
        command.Add(shared.Bot);
        Session.Attach(command, services, shared, async (session, parsed, cancellation) =>
        {
            var key = session.Conversation(parsed.GetValue(chat));
            var store = await session.ConnectAsync(cancellation);
            MessagesOutput.Write(session, key, await store.Conversations.GetRecentAsync(
                key,
                parsed.GetValue(count),
                parsed.GetValue(fresh) ? Freshness.Fresh : Freshness.Cached,
                cancellation));
            return ExitCode.Done;
        });
        return command;
    }
}
