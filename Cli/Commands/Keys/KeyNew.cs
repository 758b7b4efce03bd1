using System.CommandLine;
using HybridOrleans.Cli.Output;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands.Keys;

/// <summary><c>hybrid key new</c>.</summary>
internal static class KeyNew
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliServices services, SharedOptions shared)
    {
        var options = new KeyOptions();
        var command = new DocumentedCommand("new", "Make a key, and say what the silos need to know of it.")
        {
            Examples =
            [
                new("hybrid key new --name han --role operator --bot han_dating_bot", "For a bot: its own data"),
                new("hybrid key new --name anna --role operator --expires 2027-01-31", "For who runs the cluster"),
            ],
            Notes =
            [
                "No silo is needed. The key is shown once, and kept nowhere. The silos get its hash by the settings",
                "that are printed, as environment variables, and are started again.",
            ],
        };
        command.Add(options.Name);
        command.Add(options.Role);
        command.Add(options.Bot);
        command.Add(options.Expires);
        Session.Attach(command, services, shared, (session, parsed, _) =>
        {
            var name = new BotId(parsed.GetRequiredValue(options.Name)).Value;
            var key = AccessKeyText.Create();
            var settings = KeySettings.Of(
                name, AccessKeyText.HashOf(key), parsed.GetValue(options.Role), parsed.GetValue(options.Bot),
                parsed.GetValue(options.Expires));
            Write(session, key, settings);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static void Write(Session session, string key, IReadOnlyDictionary<string, string> settings)
    {
        if (session.Format == OutputFormat.Text)
        {
            var lines = string.Join('\n', settings.Select(s => $"  {s.Key}={s.Value}"));
            session.Terminal.Write($"Key, shown this once:\n\n  {key}\n\nSettings of every silo:\n\n{lines}\n");
            return;
        }

        ResultJson.Write(session.Terminal, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("key", key);
            writer.WriteStartObject("settings");
            foreach (var (name, value) in settings)
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        });
    }
}
