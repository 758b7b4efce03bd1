using System.CommandLine;
using HybridOrleans.Cli.Output;

namespace HybridOrleans.Cli.Commands;

/// <summary><c>hybrid conversation delete</c>.</summary>
internal static class ConversationDelete
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliServices services, SharedOptions shared)
    {
        var chat = IdArgument.Create();
        var command = new DocumentedCommand(
            "delete", "DELETES all messages of a conversation. It asks first, unless --yes is given.")
        {
            Examples = [new("hybrid conversation delete 1001 --bot han_dating_bot --yes", "Delete without a question")],
            Notes =
            [
                "Exit code 3 when there are none. The numbers of later messages go on.",
                "After exit code 6 run it again: it finishes what was begun.",
            ],
        };
        command.Add(chat);
        command.Add(shared.Bot);
        command.Add(shared.Yes);
        Session.Attach(command, services, shared, async (session, parsed, cancellation) =>
        {
            var key = session.Conversation(parsed.GetValue(chat));
            var isSure = parsed.GetValue(shared.Yes) || await session.Terminal.ConfirmAsync(
                $"Delete all messages of {key.Bot} with {key.ChatId}?", cancellation);
            if (!isSure)
            {
                session.Terminal.Say("hybrid: nothing was deleted.");
                return ExitCode.Stopped;
            }

            var store = await session.ConnectAsync(cancellation);
            var deleted = await store.Conversations.DeleteAsync(key, cancellation);
            if (session.Format == OutputFormat.Json)
            {
                MessagesOutput.WriteNumber(session, key, "deleted", deleted);
            }

            session.Terminal.Say(
                deleted > 0 ? $"Deleted {deleted} messages." : $"hybrid: {key.Bot} has no messages with {key.ChatId}.");
            return deleted > 0 ? ExitCode.Done : ExitCode.NotFound;
        });
        return command;
    }
}
