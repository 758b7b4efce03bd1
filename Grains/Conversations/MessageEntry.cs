using System.Globalization;
using System.Text;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Grains.Records;
using HybridOrleans.Storage;
using HybridOrleans.Storage.Logs;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Grains.Conversations;

/// <summary>
/// A message as an entry of a log, in the old bot's shape: <c>{"ts":"…","direction":"in","text":"…"}</c>.
/// </summary>
internal static class MessageEntry
{
    /// <summary>Checks a message and makes its entry.</summary>
    /// <exception cref="InvalidInputException">The message is not acceptable. Nothing was written.</exception>
    public static LogEntry Make(NewMessage message, DateTimeOffset now)
    {
        message.Require();
        var direction = message.Direction == MessageDirection.In ? "in" : "out";
        var json = $$"""{"ts":"{{UtcText.Of(message.Timestamp ?? now)}}","direction":"{{direction}}","text":"""
            + Quoted(message.Text) + "}";
        try
        {
            return LogEntry.Create(RecordBody.Parse(Encoding.UTF8.GetBytes(json)), message.Id);
        }
        catch (InvalidRecordException e)
        {
            throw new InvalidInputException(e.Message);
        }
    }

    /// <summary>Reads an entry.</summary>
    /// <exception cref="DataDamagedException">It is no message.</exception>
    public static ConversationMessage Read(SequencedEntry stored)
    {
        var json = stored.Entry.Body.Utf8.Span;
        string? time = null;
        string? direction = null;
        string? text = null;
        foreach (var member in JsonMember.AllOf(json))
        {
            // Of duplicate members the last one counts, as in the old bot.
            switch (member.Name)
            {
                case "ts":
                    time = StringOf(json[member.Value]);
                    break;
                case "direction":
                    direction = StringOf(json[member.Value]);
                    break;
                case "text":
                    text = StringOf(json[member.Value]);
                    break;
                default:
                    break;
            }
        }

        return text is not null && direction is "in" or "out" && DateTimeOffset.TryParse(
            time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var timestamp)
            ? new()
            {
                Sequence = stored.Sequence,
                Direction = direction == "in" ? MessageDirection.In : MessageDirection.Out,
                Text = text!,
                Timestamp = timestamp,
                Id = stored.Entry.Id,
            }
            : throw new DataDamagedException(
                $"Entry {stored.Sequence} of a conversation is no message. Nothing was changed. It was written by "
                + "other means: bring it back from a backup, or delete the conversation.");
    }

    /// <summary>The text as JSON, with everything but what must be escaped as it is: a person can read it.</summary>
    private static string Quoted(string text)
    {
        var json = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' or '\\' => json.Append('\\').Append(c),
                '\n' => json.Append("\\n"),
                '\t' => json.Append("\\t"),
                < ' ' => json.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => json.Append(c),
            };
        }

        return json.Append('"').ToString();
    }

    private static string? StringOf(ReadOnlySpan<byte> value)
    {
        if (value[0] != (byte)'"')
        {
            return null;
        }

        // The reader of the runtime refuses half of a surrogate pair, which old files do hold.
        var text = JsonMember.Unescape(value[1..^1]).ToCharArray();
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                text[i] = '\uFFFD';
            }
        }

        return new string(text);
    }
}
