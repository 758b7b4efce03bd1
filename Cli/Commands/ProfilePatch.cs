using System.CommandLine;

namespace HybridOrleans.Cli.Commands;

/// <summary><c>hybrid profile patch</c>.</summary>
internal static class ProfilePatch
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliServices services, SharedOptions shared)
    {
        var id = IdArgument.Create();
        var command = new DocumentedCommand("patch", "Change parts of a profile (JSON merge patch, RFC 7396).")
        {
            Examples =
            [
                new("hybrid profile patch 1001 '{\"name\":\"Анна\"}' --bot han_dating_bot", "Set one member"),
                new("hybrid profile patch 1001 '{\"previous_response_id\":null}' --bot han_dating_bot", "Remove one"),
            ],
            Notes = ["What others change at the same moment is never lost. A missing profile is created."],
        };
        command.Add(id);
        var body = new BodyInput(command, "The merge patch, a JSON object");
        command.Add(shared.Bot);
        Session.Attach(command, services, shared, async (session, parsed, cancellation) =>
        {
            var key = session.Profile(parsed.GetValue(id));
            var patch = await body.ReadAsync(parsed, session.Terminal, cancellation);
            var store = await session.ConnectAsync(cancellation);
            ReceiptOutput.Write(session, key, await store.Users.PatchAsync(key, patch, cancellation));
            return ExitCode.Done;
        });
        return command;
    }
}
