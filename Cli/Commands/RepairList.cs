using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using HybridOrleans.Cli.Migration;
using HybridOrleans.Cli.Output;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands;

/// <summary><c>hybrid repair list</c>.</summary>
internal static class RepairList
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliServices services, SharedOptions shared)
    {
        var command = new DocumentedCommand("list", "List damaged or edited data, and what is in quarantine.")
        {
            Examples =
            [
                new("hybrid repair list --bot han_dating_bot", "What is damaged, and what was put aside"),
                new("hybrid repair list --component conversations --bot han_dating_bot", "Look at chats only"),
                new("hybrid repair list --bot han_dating_bot --format json", "The same for a program"),
            ],
            Notes =
            [
                "It reads every file of the bot. At most 1,000 lines of each component.",
                "What cannot be adopted must be restored from a backup, or repaired by hand and adopted then.",
                "Exit code 7 when something is damaged; what is in quarantine does not count.",
            ],
        };
        var component = RepairComponent.Option("all of them");
        command.Add(component);
        command.Add(shared.Bot);
        Session.Attach(command, services, shared, async (session, parsed, cancellation) =>
        {
            var bot = session.Bot;
            var store = await session.ConnectAsync(cancellation);
            var damaged = new List<DamagedItem>();
            foreach (var one in parsed.GetValue(component) is { } only ? [only] : RepairComponent.All)
            {
                damaged.AddRange(await store.Repair.FindDamagedItemsAsync(bot, one, cancellation));
            }

            var quarantine = await store.Repair.ListQuarantineAsync(bot, cancellation);
            if (session.Format == OutputFormat.Json)
            {
                ResultJson.Write(session.Terminal, writer => WriteJson(writer, bot, damaged, quarantine));
            }
            else
            {
                WriteText(session.Terminal, damaged, quarantine);
            }

            return damaged.Count == 0 ? ExitCode.Done : ExitCode.Damaged;
        });
        return command;
    }

    private static void WriteText(
        Terminal terminal, List<DamagedItem> damaged, IReadOnlyList<QuarantineListing> quarantine)
    {
        if (damaged.Count == 0)
        {
            terminal.Write("Nothing is damaged.\n");
        }
        else
        {
            TextTable.Write(terminal, ["damaged", "key", "file", "reason", "adopt keeps it"], damaged.Select(
                one => (string[])[MigrationNames.Of(one.Component), one.Key, one.Place, one.Reason,
                    one.CanBeAdopted ? "yes" : "no"]));
        }

        if (quarantine.Count == 0)
        {
            terminal.Write("Nothing is in quarantine.\n");
        }
        else
        {
            TextTable.Write(terminal, ["in quarantine", "reason", "bytes", "since"], quarantine.Select(
                one => (string[])[one.Source, one.Reason, Number(one.Bytes), $"{one.KeptAt:u}"]));
        }
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static void WriteJson(
        Utf8JsonWriter writer,
        BotId bot,
        IReadOnlyList<DamagedItem> damaged,
        IReadOnlyList<QuarantineListing> quarantine)
    {
        writer.WriteStartObject();
        writer.WriteString("bot", bot.Value);
        writer.WriteStartArray("damaged");
        foreach (var one in damaged)
        {
            writer.WriteStartObject();
            writer.WriteString("component", MigrationNames.Of(one.Component));
            writer.WriteString("key", one.Key);
            if (one.Component == ComponentName.Users)
            {
                writer.WriteNumber("id", long.Parse(one.Key, CultureInfo.InvariantCulture));
            }

            writer.WriteString("file", one.Place);
            writer.WriteString("reason", one.Reason);
            writer.WriteBoolean("canBeAdopted", one.CanBeAdopted);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("quarantine");
        foreach (var one in quarantine)
        {
            writer.WriteStartObject();
            writer.WriteString("source", one.Source);
            writer.WriteString("reason", one.Reason);
            writer.WriteNumber("bytes", one.Bytes);
            writer.WriteString("keptAt", one.KeptAt);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
