using System.CommandLine;
using HybridOrleans.Cli.Output;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands;

/// <summary><c>hybrid profile erase</c>.</summary>
internal static class ProfileErase
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliServices services, SharedOptions shared)
    {
        var id = IdArgument.Create();
        var status = new Option<bool>("--status") { Description = "Only tell how far the erasure is" };
        var command = new DocumentedCommand(
            "erase", "ERASES a user in every store. It asks first, unless --yes is given.")
        {
            Examples =
            [
                new("hybrid profile erase 1001 --bot han_dating_bot --yes", "Erase without a question"),
                new("hybrid profile erase 1001 --bot han_dating_bot --status", "See whether it is complete"),
            ],
            Notes =
            [
                "Profile, messages of the chat with this id, configuration of the scopes user and chat with this id, "
                + "and what earlier revisions left. Exit code 8 while something is open: the silos carry it on by "
                + "themselves. Exit code 3 with --status when nobody has asked for it.",
            ],
        };
        command.Add(id);
        command.Add(shared.Bot);
        command.Add(shared.Yes);
        command.Add(status);
        Session.Attach(command, services, shared, async (session, parsed, cancellation) =>
        {
            var key = session.Profile(parsed.GetValue(id));
            var isSure = parsed.GetValue(status) || parsed.GetValue(shared.Yes) || await session.Terminal.ConfirmAsync(
                $"Erase everything about {key.TelegramId} of {key.Bot}?", cancellation);
            if (!isSure)
            {
                session.Terminal.Say("hybrid: nothing was erased.");
                return ExitCode.Stopped;
            }

            var store = await session.ConnectAsync(cancellation);
            var receipt = parsed.GetValue(status)
                ? await store.GetErasureAsync(key, cancellation)
                : await store.DeleteUserAsync(key, cancellation);
            Write(session, key, receipt);
            return receipt.State switch
            {
                ErasureState.Complete => ExitCode.Done,
                ErasureState.None => ExitCode.NotFound,
                _ => ExitCode.Incomplete,
            };
        });
        return command;
    }

    private static void Write(Session session, UserKey key, ErasureReceipt receipt)
    {
        if (session.Format == OutputFormat.Json)
        {
            WriteJson(session, key, receipt);
            return;
        }

        session.Terminal.Write(receipt.State switch
        {
            ErasureState.Complete => "erased: every store has confirmed it\n",
            ErasureState.None => "nobody has asked for an erasure of this user\n",
            _ => string.Concat(receipt.Open.Select(s => $"open: {s.Step}: {s.Why}\n")),
        });
    }

    private static void WriteJson(Session session, UserKey key, ErasureReceipt receipt)
        => ResultJson.Write(session.Terminal, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("bot", key.Bot.Value);
            writer.WriteNumber("id", key.TelegramId);
            writer.WriteString("state", receipt.State.ToString().ToLowerInvariant());
            writer.WriteStartArray("done");
            foreach (var step in receipt.Done)
            {
                writer.WriteStringValue(step);
            }

            writer.WriteEndArray();
            writer.WriteStartObject("open");
            foreach (var step in receipt.Open)
            {
                writer.WriteString(step.Step, step.Why);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        });
}
