using System.CommandLine;
using System.Globalization;
using HybridOrleans.Cli.Migration;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands;

/// <summary><c>hybrid repair adopt</c>.</summary>
internal static class RepairAdopt
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliServices services, SharedOptions shared)
    {
        var key = new Argument<string>("KEY")
        {
            Description = "The key as 'list' prints it; of a profile its Telegram id.",
        };
        var component = RepairComponent.Option("users");
        var command = new DocumentedCommand("adopt", "Take edited or damaged data over, as one more revision.")
        {
            Examples =
            [
                new("hybrid repair adopt 1001 --bot han_dating_bot", "Make an edit of a profile by hand official"),
                new("hybrid repair adopt chat/42 --component configuration --bot han_dating_bot", "Of a configuration"),
                new("hybrid repair adopt 42/00000003 --component conversations --bot han_dating_bot",
                    "Of 16 messages of a chat"),
            ],
            Notes =
            [
                "The file's bytes go to quarantine first, then they are written above every revision known.",
                "When they may not stand there, nothing is written (exit code 2): restore or delete the file.",
                "In a file of a log the contents of messages or events may be edited; their number, their order and",
                "all else must be as it was.",
                "What is not damaged is left as it is.",
            ],
        };
        command.Add(key);
        command.Add(component);
        command.Add(shared.Bot);
        Session.Attach(command, services, shared, async (session, parsed, cancellation) =>
        {
            var typed = parsed.GetValue(key)!;
            if (parsed.GetValue(component) is { } other and not ComponentName.Users)
            {
                var bot = session.Bot;
                var there = await session.ConnectAsync(cancellation);
                var receipt = await there.Repair.AdoptItemAsync(bot, other, typed, cancellation);
                ReceiptOutput.Write(
                    session,
                    writer =>
                    {
                        writer.WriteString("bot", bot.Value);
                        writer.WriteString("component", MigrationNames.Of(other));
                        writer.WriteString("key", typed);
                    },
                    receipt);
                return ExitCode.Done;
            }

            var profile = session.Profile(TelegramIdOf(typed));
            var store = await session.ConnectAsync(cancellation);
            ReceiptOutput.Write(session, profile, await store.Repair.AdoptAsync(profile, cancellation));
            return ExitCode.Done;
        });
        return command;
    }

    private static long TelegramIdOf(string typed)
        => long.TryParse(typed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) && id != 0
            ? id
            : throw new UsageException(
                $"'{typed}' is no Telegram id: use a 64-bit number other than 0, or add --component.");
}
