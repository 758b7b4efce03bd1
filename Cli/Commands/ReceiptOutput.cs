using System.Globalization;
using System.Text.Json;
using HybridOrleans.Cli.Output;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands;

/// <summary>Prints the receipt of a write.</summary>
internal static class ReceiptOutput
{
    /// <summary>Prints it.</summary>
    public static void Write(Session session, UserKey key, WriteReceipt receipt)
        => Write(
            session,
            writer =>
            {
                writer.WriteString("bot", key.Bot.Value);
                writer.WriteNumber("id", key.TelegramId);
            },
            receipt);

    /// <summary>Prints it.</summary>
    /// <param name="session">Where to.</param>
    /// <param name="writeName">Writes the members that name what was written.</param>
    /// <param name="receipt">What the cluster answered.</param>
    public static void Write(Session session, Action<Utf8JsonWriter> writeName, WriteReceipt receipt)
    {
        if (session.Format == OutputFormat.Text)
        {
            var tiers = string.Join(", ", receipt.HeldBy).ToLowerInvariant();
            session.Terminal.Write(string.Create(
                CultureInfo.InvariantCulture, $"revision {receipt.Revision}, held by {tiers}\n"));
            return;
        }

        ResultJson.Write(session.Terminal, writer =>
        {
            writer.WriteStartObject();
            writeName(writer);
            writer.WriteNumber("revision", receipt.Revision);
            writer.WriteStartArray("heldBy");
            foreach (var tier in receipt.HeldBy)
            {
                writer.WriteStringValue(tier.ToString().ToLowerInvariant());
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }
}
