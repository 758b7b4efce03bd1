using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using HybridOrleans.Cli.Output;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands.Configuration;

/// <summary><c>hybrid config history</c>.</summary>
internal static class ConfigHistory
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliServices services, SharedOptions shared, ScopeOptions scope)
    {
        var command = new DocumentedCommand("history", "List the last changes of a configuration, the newest first.")
        {
            Examples = [new("hybrid config history --bot han_dating_bot", "When, and which top-level members")],
            Notes =
            [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"At most {ConfigurationLimits.ChangesMax} changes are kept. A delete takes them along."),
                "Exit code 3 when there is no such configuration.",
            ],
        };
        scope.AddTo(command, shared);
        Session.Attach(command, services, shared, async (session, parsed, cancellation) =>
        {
            var key = scope.KeyOf(session, parsed);
            var store = await session.ConnectAsync(cancellation);
            return Write(session, key, await store.Configuration.HistoryAsync(key, cancellation));
        });
        return command;
    }

    private static ExitCode Write(Session session, ConfigurationKey key, ConfigurationHistory history)
    {
        if (session.Format == OutputFormat.Json)
        {
            ResultJson.Write(session.Terminal, writer => WriteJson(writer, key, history));
        }
        else if (history.Exists)
        {
            TextTable.Write(session.Terminal, ["revision", "time (UTC)", "members"], history.Changes.Select(
                change => (string[])
                [
                    change.Revision.ToString(CultureInfo.InvariantCulture),
                    change.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                    Members(change),
                ]));
        }

        if (!history.Exists)
        {
            session.Terminal.Say(history.Revision == 0
                ? $"hybrid: {key.Bot} has no {ScopeOptions.NameOf(key)}."
                : $"hybrid: {key.Bot} has no {ScopeOptions.NameOf(key)}: revision {history.Revision} deleted it.");
        }

        return history.Exists ? ExitCode.Done : ExitCode.NotFound;
    }

    private static string Members(ConfigurationChange change)
    {
        var names = string.Join(", ", change.Members);
        return change.MembersLeftOut > 0 ? $"{names} and {change.MembersLeftOut} more"
            : names.Length > 0 ? names
            : "none";
    }

    private static void WriteJson(
        Utf8JsonWriter writer, ConfigurationKey key, ConfigurationHistory history)
    {
        writer.WriteStartObject();
        ScopeOptions.Write(writer, key);
        writer.WriteNumber("revision", history.Revision);
        writer.WriteBoolean("exists", history.Exists);
        writer.WriteStartArray("changes");
        foreach (var change in history.Changes)
        {
            writer.WriteStartObject();
            writer.WriteNumber("revision", change.Revision);
            writer.WriteString("at", change.At);
            writer.WriteStartArray("members");
            foreach (var member in change.Members)
            {
                writer.WriteStringValue(member);
            }

            writer.WriteEndArray();
            writer.WriteNumber("membersLeftOut", change.MembersLeftOut);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
