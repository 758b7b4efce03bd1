using System.CommandLine;
using HybridOrleans.Cli.Migration;
using HybridOrleans.Cli.Output;

namespace HybridOrleans.Cli.Commands.Migration;

/// <summary><c>hybrid migration explain</c>.</summary>
internal static class MigrationExplain
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliServices services, SharedOptions shared, MigrationOptions options)
    {
        var typed = new Argument<string>("KEY") { Description = KeyText.Form };
        var command = new DocumentedCommand("explain", "Tell why a key shows what it shows.")
        {
            Examples =
            [
                new("hybrid migration explain users 1001 --bot han_dating_bot", "Why does this user see that?"),
                new("hybrid migration explain users han_dating_bot/1001", "The same, with a key from a list"),
            ],
            Notes = ["Both sides' revision and hash, phase and epoch, which store would answer and why, open debt."],
        };
        command.Add(options.Component);
        command.Add(typed);
        command.Add(shared.Bot);
        Session.Attach(command, services, shared, async (session, parsed, cancellation) =>
        {
            var component = parsed.GetValue(options.Component);
            var key = KeyText.Stored(session, component, parsed.GetValue(typed)!);
            var control = (await session.ConnectAsync(cancellation)).Migration;
            var lines = await control.ExplainAsync(component, key, cancellation);
            if (session.Format == OutputFormat.Text)
            {
                session.Terminal.Write(string.Concat(lines.Select(line => $"{line}\n")));
                return ExitCode.Done;
            }

            ResultJson.Write(session.Terminal, writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("component", MigrationNames.Of(component));
                writer.WriteString("key", key);
                writer.WriteStartArray("lines");
                foreach (var line in lines)
                {
                    writer.WriteStringValue(line);
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            });
            return ExitCode.Done;
        });
        return command;
    }
}
