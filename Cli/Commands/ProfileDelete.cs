using System.CommandLine;
using HybridOrleans.Cli.Output;

namespace HybridOrleans.Cli.Commands;

/// <summary><c>hybrid profile delete</c>.</summary>
internal static class ProfileDelete
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliServices services, SharedOptions shared)
    {
        var id = IdArgument.Create();
        var command = new DocumentedCommand("delete", "DELETES a profile. It asks first, unless --yes is given.")
        {
            Examples = [new("hybrid profile delete 1001 --bot han_dating_bot --yes", "Delete without a question")],
            Notes = ["Exit code 3 when there is no such profile. An import does not bring a deleted profile back."],
        };
        command.Add(id);
        command.Add(shared.Bot);
        command.Add(shared.Yes);
        Session.Attach(command, services, shared, async (session, parsed, cancellation) =>
        {
            var key = session.Profile(parsed.GetValue(id));
            var isSure = parsed.GetValue(shared.Yes) || await session.Terminal.ConfirmAsync(
                $"Delete the profile {key.TelegramId} of {key.Bot}?", cancellation);
            if (!isSure)
            {
                session.Terminal.Say("hybrid: nothing was deleted.");
                return ExitCode.Stopped;
            }

            var store = await session.ConnectAsync(cancellation);
            var existed = await store.Users.DeleteAsync(key, cancellation);
            if (session.Format == OutputFormat.Json)
            {
                ResultJson.Write(session.Terminal, writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("bot", key.Bot.Value);
                    writer.WriteNumber("id", key.TelegramId);
                    writer.WriteBoolean("deleted", existed);
                    writer.WriteEndObject();
                });
            }

            session.Terminal.Say(existed ? "Deleted." : $"hybrid: {key.Bot} has no profile {key.TelegramId}.");
            return existed ? ExitCode.Done : ExitCode.NotFound;
        });
        return command;
    }
}
