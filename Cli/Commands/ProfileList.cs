using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using HybridOrleans.Cli.Output;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands;

/// <summary><c>hybrid profile list</c>.</summary>
internal static class ProfileList
{
    private const int FlushBytes = 64 * 1024;

    /// <summary>Makes the command.</summary>
    public static Command Create(CliServices services, SharedOptions shared)
    {
        var command = new DocumentedCommand("list", "List the profiles of a bot: id and revision.")
        {
            Examples =
            [
                new("hybrid profile list --bot han_dating_bot", "One line for each profile: id, tab, revision"),
                new("hybrid profile list --bot han_dating_bot | sort -n", "Sorted by id"),
            ],
            Notes =
            [
                "The order is fixed, but not that of the ids. Deleted profiles are left out.",
                "Revision 0 marks a damaged profile; see 'hybrid repair list'.",
            ],
        };
        command.Add(shared.Bot);
        Session.Attach(command, services, shared, async (session, _, cancellation) =>
        {
            var bot = session.Bot;
            var store = await session.ConnectAsync(cancellation);
            var profiles = store.Users.ListAsync(bot, cancellation);
            await (session.Format == OutputFormat.Json
                ? WriteJsonAsync(session.Terminal, bot, profiles)
                : WriteTextAsync(session.Terminal, profiles));
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task WriteTextAsync(Terminal terminal, IAsyncEnumerable<ProfileListing> profiles)
    {
        await using var writer = new StreamWriter(terminal.Output, leaveOpen: true) { NewLine = "\n" };
        await foreach (var profile in profiles)
        {
            await writer.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{profile.TelegramId}\t{profile.Revision}"));
        }
    }

    private static async Task WriteJsonAsync(
        Terminal terminal, BotId bot, IAsyncEnumerable<ProfileListing> profiles)
    {
        await using (var writer = new Utf8JsonWriter(terminal.Output, ResultJson.Options))
        {
            writer.WriteStartObject();
            writer.WriteString("bot", bot.Value);
            writer.WriteStartArray("profiles");
            await foreach (var profile in profiles)
            {
                writer.WriteStartObject();
                writer.WriteNumber("id", profile.TelegramId);
                writer.WriteNumber("revision", profile.Revision);
                writer.WriteEndObject();
                if (writer.BytesPending > FlushBytes)
                {
                    await writer.FlushAsync();
                }
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        terminal.Write("\n");
    }
}
