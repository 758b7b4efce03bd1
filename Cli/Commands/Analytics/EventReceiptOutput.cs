using HybridOrleans.Cli.Output;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands.Analytics;

/// <summary>Prints what became of an event.</summary>
internal static class EventReceiptOutput
{
    public static void Write(Session session, BotId bot, EventReceipt receipt)
    {
        if (session.Format == OutputFormat.Text)
        {
            session.Terminal.Write(receipt.IsNew ? "stored\n" : "was there already\n");
            return;
        }

        ResultJson.Write(session.Terminal, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("bot", bot.Value);
            writer.WriteNumber("sequence", receipt.Sequence);
            writer.WriteBoolean("isNew", receipt.IsNew);
            writer.WriteEndObject();
        });
    }
}
