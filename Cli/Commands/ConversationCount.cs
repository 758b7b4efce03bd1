using System.CommandLine;
using System.Globalization;
using HybridOrleans.Cli.Output;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands;

/// <summary><c>hybrid conversation count</c>.</summary>
internal static class ConversationCount
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliServices services, SharedOptions shared)
    {
        var chat = IdArgument.Create();
        var command = new DocumentedCommand("count", "Count the messages of a conversation, in the store.")
        {
            Examples = [new("hybrid conversation count 1001 --bot han_dating_bot", "One number")],
        };
        command.Add(chat);
        command.Add(shared.Bot);
        Session.Attach(command, services, shared, async (session, parsed, cancellation) =>
        {
            var key = session.Conversation(parsed.GetValue(chat));
            var store = await session.ConnectAsync(cancellation);
            var count = await store.Conversations.CountAsync(key, Freshness.Fresh, cancellation);
            if (session.Format == OutputFormat.Json)
            {
                MessagesOutput.WriteNumber(session, key, "count", count);
            }
            else
            {
                session.Terminal.Write(string.Create(CultureInfo.InvariantCulture, $"{count}\n"));
            }

            return ExitCode.Done;
        });
        return command;
    }
}
