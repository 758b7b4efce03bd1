using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using HybridOrleans.Cli.Output;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands;

/// <summary>Prints messages, as lines or as JSON.</summary>
internal static class MessagesOutput
{
    /// <summary>Tells what a line is.</summary>
    public const string LineNote =
        "A line is number, time, in or out, and text, with tabs between; control characters are shown as \\uXXXX.";

    /// <summary>How many messages.</summary>
    public static Option<int> CountOption(int usual) => new("--count")
    {
        Description = "How many messages at most; 1 to 1,000.",
        HelpName = "N",
        DefaultValueFactory = _ => usual,
    };

    /// <summary>Prints them.</summary>
    public static void Write(Session session, ConversationKey key, ConversationReading reading)
    {
        if (reading.IsUnvalidated)
        {
            session.Terminal.Say(string.Create(
                CultureInfo.InvariantCulture,
                $"hybrid: the store does not answer. This is what {reading.ServedBy.ToString().ToLowerInvariant()} "
                + $"holds, {reading.Age.TotalSeconds:0.###} s old and not validated: messages may have come or gone."));
        }

        if (session.Format == OutputFormat.Json)
        {
            ResultJson.Write(session.Terminal, writer => WriteJson(writer, key, reading));
            return;
        }

        foreach (var message in reading.Messages)
        {
            session.Terminal.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"{message.Sequence}\t{message.Timestamp:yyyy-MM-ddTHH:mm:ss}Z\t{NameOf(message.Direction)}\t"
                + $"{OneLine(message.Text)}\n"));
        }

        if (reading.Messages.Count == 0)
        {
            session.Terminal.Say($"hybrid: {key.Bot} has no such messages with {key.ChatId}.");
        }
    }

    /// <summary>Prints one number of a conversation as JSON.</summary>
    public static void WriteNumber(Session session, ConversationKey key, string name, long number)
        => ResultJson.Write(session.Terminal, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("bot", key.Bot.Value);
            writer.WriteNumber("chat", key.ChatId);
            writer.WriteNumber(name, number);
            writer.WriteEndObject();
        });

    private static void WriteJson(Utf8JsonWriter writer, ConversationKey key, ConversationReading reading)
    {
        writer.WriteStartObject();
        writer.WriteString("bot", key.Bot.Value);
        writer.WriteNumber("chat", key.ChatId);
        writer.WriteNumber("first", reading.First);
        writer.WriteNumber("next", reading.Next);
        writer.WriteString("servedBy", reading.ServedBy.ToString().ToLowerInvariant());
        writer.WriteNumber("ageSeconds", reading.Age.TotalSeconds);
        writer.WriteBoolean("unvalidated", reading.IsUnvalidated);
        writer.WriteStartArray("messages");
        foreach (var message in reading.Messages)
        {
            writer.WriteStartObject();
            writer.WriteNumber("sequence", message.Sequence);
            writer.WriteString("id", message.Id);
            writer.WriteString("ts", message.Timestamp);
            writer.WriteString("direction", NameOf(message.Direction));
            writer.WriteString("text", message.Text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static string NameOf(MessageDirection direction) => direction == MessageDirection.In ? "in" : "out";

    /// <summary>One message is one line, and a text cannot steer the terminal.</summary>
    private static string OneLine(string text) => string.Concat(text.Select(
        c => char.IsControl(c) ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : c.ToString()));
}
