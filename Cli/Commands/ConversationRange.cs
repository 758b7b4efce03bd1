using System.CommandLine;

namespace HybridOrleans.Cli.Commands;

/// <summary><c>hybrid conversation range</c>.</summary>
internal static class ConversationRange
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliServices services, SharedOptions shared)
    {
        var chat = IdArgument.Create();
        var from = new Argument<long>("FROM") { Description = "The number of the first message wanted." };
        var count = MessagesOutput.CountOption(100);
        var command = new DocumentedCommand("range", "Print messages from a number on, as the store has them.")
        {
            Examples =
            [
                new("hybrid conversation range 1001 1 --bot han_dating_bot", "The first 100 messages"),
                new("hybrid conversation range 1001 101 --bot han_dating_bot", "The next ones"),
            ],
            Notes = [MessagesOutput.LineNote, "Deleted messages are passed over."],
        };
        command.Add(chat);
        command.Add(from);
        command.Add(count);
        command.Add(shared.Bot);
        Session.Attach(command, services, shared, async (session, parsed, cancellation) =>
        {
            var key = session.Conversation(parsed.GetValue(chat));
            var store = await session.ConnectAsync(cancellation);
            MessagesOutput.Write(session, key, await store.Conversations.GetRangeAsync(
                key, parsed.GetValue(from), parsed.GetValue(count), cancellation));
            return ExitCode.Done;
        });
        return command;
    }
}
