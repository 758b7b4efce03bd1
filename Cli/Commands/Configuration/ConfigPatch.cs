using System.CommandLine;

namespace HybridOrleans.Cli.Commands.Configuration;

/// <summary><c>hybrid config patch</c>.</summary>
internal static class ConfigPatch
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliServices services, SharedOptions shared, ScopeOptions scope)
    {
        var command = new DocumentedCommand("patch", "Change parts of a configuration (JSON merge patch, RFC 7396).")
        {
            Examples =
            [
                new("hybrid config patch '{\"language\":\"en\"}' --bot han_dating_bot", "Set one member"),
                new("hybrid config patch '{\"limit\":null}' --bot han_dating_bot --scope chat --id 42", "Remove one"),
            ],
            Notes = ["What others change at the same moment is never lost. A missing configuration is created."],
        };
        var body = new BodyInput(command, "The merge patch, a JSON object");
        scope.AddTo(command, shared);
        Session.Attach(command, services, shared, async (session, parsed, cancellation) =>
        {
            var key = scope.KeyOf(session, parsed);
            var patch = await body.ReadAsync(parsed, session.Terminal, cancellation);
            var store = await session.ConnectAsync(cancellation);
            var receipt = await store.Configuration.PatchAsync(key, patch, cancellation);
            ReceiptOutput.Write(session, writer => ScopeOptions.Write(writer, key), receipt);
            return ExitCode.Done;
        });
        return command;
    }
}
