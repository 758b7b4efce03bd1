using System.CommandLine;

namespace HybridOrleans.Cli.Commands.Configuration;

/// <summary><c>hybrid config set</c>.</summary>
internal static class ConfigSet
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliServices services, SharedOptions shared, ScopeOptions scope)
    {
        var expected = ExpectOption.Create();
        var command = new DocumentedCommand("set", "Replace a whole configuration.")
        {
            Examples =
            [
                new("hybrid config set '{\"language\":\"ru\"}' --bot han_dating_bot", "From the command line"),
                new("hybrid config set --file bot.json --bot han_dating_bot --expect 3", "From a file"),
                new("cat chat.json | hybrid config set --bot han_dating_bot --scope chat --id 42", "For one chat"),
            ],
            Notes =
            [
                "Exit code 4 when the configuration is not at the expected revision; nothing is written then.",
                "When it is done no silo answers with the configuration before it any more.",
            ],
        };
        var body = new BodyInput(command, "The new configuration, a JSON object");
        scope.AddTo(command, shared);
        command.Add(expected);
        Session.Attach(command, services, shared, async (session, parsed, cancellation) =>
        {
            var key = scope.KeyOf(session, parsed);
            var text = await body.ReadAsync(parsed, session.Terminal, cancellation);
            var store = await session.ConnectAsync(cancellation);
            var receipt = await store.Configuration.SaveAsync(key, text, parsed.GetValue(expected), cancellation);
            ReceiptOutput.Write(session, writer => ScopeOptions.Write(writer, key), receipt);
            return ExitCode.Done;
        });
        return command;
    }
}
