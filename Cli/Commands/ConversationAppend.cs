using System.CommandLine;
using System.Globalization;
using HybridOrleans.Cli.Output;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands;

/// <summary><c>hybrid conversation append</c>.</summary>
internal static class ConversationAppend
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliServices services, SharedOptions shared)
    {
        var chat = IdArgument.Create();
        var text = new Argument<string>("TEXT")
        {
            Description = $"The message, 1 to {NewMessage.TextLengthMax} characters.",
        };
        var isOut = new Option<bool>("--out") { Description = "The bot wrote it; without this the user did." };
        var id = new Option<string?>("--id")
        {
            Description = "Names the message: a second one with this id adds nothing.",
            HelpName = "ID",
        };
        var command = new DocumentedCommand("append", "Append a message to a conversation.")
        {
            Examples =
            [
                new("hybrid conversation append 1001 'Привет!' --bot han_dating_bot", "A message of the user"),
                new("hybrid conversation append 1001 'Hi' --out --id 5502 --bot han_dating_bot", "Of the bot"),
            ],
            Notes = ["An id is recognised among the last 1,000 messages; what was appended first stays."],
        };
        command.Add(chat);
        command.Add(text);
        command.Add(isOut);
        command.Add(id);
        command.Add(shared.Bot);
        Session.Attach(command, services, shared, async (session, parsed, cancellation) =>
        {
            var key = session.Conversation(parsed.GetValue(chat));
            var message = new NewMessage
            {
                Direction = parsed.GetValue(isOut) ? MessageDirection.Out : MessageDirection.In,
                Text = parsed.GetValue(text)!,
                Id = parsed.GetValue(id),
            };
            var store = await session.ConnectAsync(cancellation);
            Write(session, key, await store.Conversations.AppendAsync(key, message, cancellation));
            return ExitCode.Done;
        });
        return command;
    }

    private static void Write(Session session, ConversationKey key, MessageReceipt receipt)
    {
        var tiers = receipt.HeldBy.Select(tier => tier.ToString().ToLowerInvariant()).ToList();
        if (session.Format == OutputFormat.Text)
        {
            var known = receipt.IsNew ? "" : " was there already";
            session.Terminal.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"message {receipt.Sequence}{known}, held by {string.Join(", ", tiers)}\n"));
            return;
        }

        ResultJson.Write(session.Terminal, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("bot", key.Bot.Value);
            writer.WriteNumber("chat", key.ChatId);
            writer.WriteNumber("sequence", receipt.Sequence);
            writer.WriteBoolean("isNew", receipt.IsNew);
            writer.WriteNumber("revision", receipt.Revision);
            writer.WriteStartArray("heldBy");
            tiers.ForEach(writer.WriteStringValue);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }
}
