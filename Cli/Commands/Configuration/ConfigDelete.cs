using System.CommandLine;
using HybridOrleans.Cli.Output;

namespace HybridOrleans.Cli.Commands.Configuration;

/// <summary><c>hybrid config delete</c>.</summary>
internal static class ConfigDelete
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliServices services, SharedOptions shared, ScopeOptions scope)
    {
        var command = new DocumentedCommand(
            "delete", "DELETES a configuration with its history. It asks first, unless --yes is given.")
        {
            Examples =
            [
                new("hybrid config delete --bot han_dating_bot --scope chat --id 42 --yes", "Without a question"),
            ],
            Notes = ["Exit code 3 when there is no such configuration."],
        };
        scope.AddTo(command, shared);
        command.Add(shared.Yes);
        Session.Attach(command, services, shared, async (session, parsed, cancellation) =>
        {
            var key = scope.KeyOf(session, parsed);
            var isSure = parsed.GetValue(shared.Yes) || await session.Terminal.ConfirmAsync(
                $"Delete the {ScopeOptions.NameOf(key)} of {key.Bot}?", cancellation);
            if (!isSure)
            {
                session.Terminal.Say("hybrid: nothing was deleted.");
                return ExitCode.Stopped;
            }

            var store = await session.ConnectAsync(cancellation);
            var existed = await store.Configuration.DeleteAsync(key, cancellation);
            if (session.Format == OutputFormat.Json)
            {
                ResultJson.Write(session.Terminal, writer =>
                {
                    writer.WriteStartObject();
                    ScopeOptions.Write(writer, key);
                    writer.WriteBoolean("deleted", existed);
                    writer.WriteEndObject();
                });
            }

            session.Terminal.Say(existed ? "Deleted." : $"hybrid: {key.Bot} has no {ScopeOptions.NameOf(key)}.");
            return existed ? ExitCode.Done : ExitCode.NotFound;
        });
        return command;
    }
}
