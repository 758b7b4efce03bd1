using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Import.Source;

/// <summary>One element of a <c>conversations/{chat_id}.json</c>: a message, or the reason why it is none.</summary>
/// <param name="Message">The message with the id of its import; null when there is a fault.</param>
/// <param name="Fault">Why the element is no message, without what it holds; null when it is one.</param>
/// <param name="HasMore">True when it has members that a message cannot hold.</param>
internal readonly record struct MessageText(NewMessage? Message, string? Fault, bool HasMore)
{
    private const string IdPrefix = "import:";

    /// <summary>Reads an element.</summary>
    /// <param name="element">Its bytes as found.</param>
    /// <param name="position">Its place in the file, from 1; a part of its id.</param>
    public static MessageText Read(ReadOnlySpan<byte> element, int position)
    {
        if (!Utf8.IsValid(element))
        {
            return Bad("it is not valid UTF-8");
        }

        try
        {
            var reader = new Utf8JsonReader(element);
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject
                ? Read(ref reader, position)
                : Bad("it is no JSON object");
        }
        catch (JsonException e)
        {
            return Bad($"it is no JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}");
        }
        catch (InvalidOperationException)
        {
            return Bad("it holds half of a surrogate pair");
        }
        catch (InvalidInputException e)
        {
            return Bad(e.Message);
        }
    }

    private static MessageText Read(ref Utf8JsonReader reader, int position)
    {
        // Of duplicate members the last one counts, as in the old bot; the others are more than a message holds.
        Dictionary<string, string?> members = [];
        var hasMore = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (name is "ts" or "direction" or "text" or ExportedId.Member)
            {
                hasMore |= members.ContainsKey(name);
                members[name] = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            }
            else
            {
                hasMore = true;
            }

            reader.Skip();
        }

        // The rest can only be white space; anything else throws.
        reader.Read();
        var message = Of(
            members.GetValueOrDefault("ts"), members.GetValueOrDefault("direction"), members.GetValueOrDefault("text"),
            position, hasMore);
        return !members.TryGetValue(ExportedId.Member, out var id) || message.Message is null ? message
            : ExportedId.IsValid(id) ? message with { Message = message.Message with { Id = id } }
            : message with { HasMore = true };
    }

    private static MessageText Of(string? time, string? direction, string? text, int position, bool hasMore)
    {
        if (direction is not ("in" or "out"))
        {
            return Bad("its direction is neither \"in\" nor \"out\"");
        }

        if (text is null)
        {
            return Bad("it has no text");
        }

        if (ZonedTime.Read(time) is not { } timestamp)
        {
            return Bad("its ts is no time that ends in Z or an offset such as +00:00");
        }

        var content = $"{timestamp.UtcTicks.ToString(CultureInfo.InvariantCulture)}\n{direction}\n{text}";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)).AsSpan(0, 8));
        var message = new NewMessage
        {
            Direction = direction == "in" ? MessageDirection.In : MessageDirection.Out,
            Text = text,
            Timestamp = timestamp,
            Id = $"{IdPrefix}{position.ToString(CultureInfo.InvariantCulture)}:{hash}",
        };
        message.Require();
        return new MessageText(message, null, hasMore);
    }

    private static MessageText Bad(string fault) => new(null, fault, false);
}
