using System.CommandLine;

namespace HybridOrleans.Cli.Commands;

/// <summary><c>hybrid profile set</c>.</summary>
internal static class ProfileSet
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliServices services, SharedOptions shared)
    {
        var id = IdArgument.Create();
        var expected = ExpectOption.Create();
        var command = new DocumentedCommand("set", "Replace a whole profile.")
        {
            Examples =
            [
                new("hybrid profile set 1001 '{\"name\":\"Ева\"}' --bot han_dating_bot", "From the command line"),
                new("hybrid profile set 1001 --file eva.json --bot han_dating_bot --expect 3", "From a file"),
                new("cat group.json | hybrid profile set -1001234 --bot han_dating_bot", "From the standard input"),
            ],
            Notes = ["Exit code 4 when the profile is not at the expected revision; nothing is written then."],
        };
        command.Add(id);
        var body = new BodyInput(command, "The new profile, a JSON object");
        command.Add(shared.Bot);
        command.Add(expected);
        Session.Attach(command, services, shared, async (session, parsed, cancellation) =>
        {
            var key = session.Profile(parsed.GetValue(id));
            var text = await body.ReadAsync(parsed, session.Terminal, cancellation);
            var store = await session.ConnectAsync(cancellation);
            var receipt = await store.Users.SaveAsync(key, text, parsed.GetValue(expected), cancellation);
            ReceiptOutput.Write(session, key, receipt);
            return ExitCode.Done;
        });
        return command;
    }
}
