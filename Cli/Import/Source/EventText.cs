using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Import.Source;

/// <summary>One element of an <c>analytics_YYYYMM.json</c>: an event, or the reason why it is none.</summary>
/// <param name="Event">The event without an id; null when there is a fault.</param>
/// <param name="Bot">The bot that it names; null when it names none.</param>
/// <param name="Hash">The first 64 bits of the SHA-256 of time, type and data.</param>
/// <param name="Fault">Why the element is no event, without what it holds; null when it is one.</param>
internal readonly record struct EventText(NewEvent? Event, string? Bot, ulong Hash, string? Fault)
{
    // Months beyond these cannot be asked for, and no bot has lived in them.
    private const int YearMin = 1970;
    private const int YearMax = 2999;

    /// <summary>Reads an element.</summary>
    /// <param name="element">Its bytes as found.</param>
    public static EventText Read(ReadOnlySpan<byte> element)
    {
        if (!Utf8.IsValid(element))
        {
            return Bad("it is not valid UTF-8");
        }

        try
        {
            return EventMembers.Read(element) is { } members ? Of(members, element) : Bad("it is no JSON object");
        }
        catch (JsonException e)
        {
            return Bad($"it is no JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}");
        }
        catch (InvalidInputException e)
        {
            return Bad(e.Message);
        }
    }

    private static EventText Of(EventMembers members, ReadOnlySpan<byte> element)
    {
        if (ZonedTime.Read(members.TextOf("timestamp", element)) is not { } time
            || time.UtcDateTime.Year is < YearMin or > YearMax)
        {
            return Bad(
                "its timestamp is no time that ends in Z or an offset such as +00:00, "
                + $"of the years {YearMin} to {YearMax}");
        }

        if (members.TextOf("event_type", element) is not { } type)
        {
            return Bad("it has no event_type that is a text");
        }

        if (!members.TryBotOf(element, out var bot))
        {
            return Bad("its bot_id is neither a text nor a number");
        }

        var data = members.DataOf(element);
        var found = new NewEvent
        {
            Type = type,
            Timestamp = time,
            Data = data is null ? null : new JsonText(data),
            UserId = EventUser.Of(members.EventDataOf(element)) ?? EventUser.Of(element),
        };
        found.Require();
        var bytes = found.ToBody(time).Utf8.Length;
        return bytes > NewEvent.BytesMax
            ? Bad($"it has {bytes:N0} bytes without white space, more than the limit of {NewEvent.BytesMax:N0}")
            : new EventText(found, bot, HashOf(time, type, data), null);
    }

    private static ulong HashOf(DateTimeOffset time, string type, byte[]? data)
    {
        var content = (byte[])[.. Encoding.UTF8.GetBytes($"{time.UtcTicks}\n{type}\n"), .. data ?? []];
        return BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(content));
    }

    private static EventText Bad(string fault) => new(null, null, 0, fault);
}
