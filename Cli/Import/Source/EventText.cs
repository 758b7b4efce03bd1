using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Import.Source;

/// <summary>One element of an <c>analytics_YYYYMM.json</c>: an event, or the reason why it is none.</summary>
/// <param name="Event">The event, with an id only where an export has written one; null when there is a fault.</param>
/// <param name="Bot">The bot that it names; null when it names none.</param>
/// <param name="Hash">The first 64 bits of the SHA-256 of time, type and data.</param>
/// <param name="Form">How it spells its time, see <see cref="TimeForm"/>; null for the usual way.</param>
/// <param name="Fault">Why the element is no event, without what it holds; null when it is one.</param>
internal readonly record struct EventText(NewEvent? Event, string? Bot, ulong Hash, string? Form, string? Fault)
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
        var timestamp = members.TextOf("timestamp", element);
        if (ZonedTime.Read(timestamp) is not { } exact
            || exact.UtcDateTime.Year is < YearMin or > YearMax)
        {
            return Bad(
                "its timestamp is no time that ends in Z or an offset such as +00:00, "
                + $"of the years {YearMin} to {YearMax}");
        }

        // What is not stored must not be a part of the id: an export could not give it back.
        var time = exact.AddTicks(-(exact.Ticks % TimeSpan.TicksPerMicrosecond));
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
            UserId = members.UserOf(element),
            Id = members.IdOf(element),
        };
        if (members.DimensionsOf(element) is { } dimensions)
        {
            found = found with { Dimensions = dimensions };
        }

        found.Require();
        var bytes = found.ToBody(time).Utf8.Length;
        return bytes > NewEvent.BytesMax
            ? Bad($"it has {bytes:N0} bytes without white space, more than the limit of {NewEvent.BytesMax:N0}")
            : new EventText(found, bot, HashOf(time, type, data), TimeForm.Of(timestamp!, time), null);
    }

    private static ulong HashOf(DateTimeOffset time, string type, byte[]? data)
    {
        var content = (byte[])[.. Encoding.UTF8.GetBytes($"{time.UtcTicks}\n{type}\n"), .. data ?? []];
        return BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(content));
    }

    private static EventText Bad(string fault) => new(null, null, 0, null, fault);
}
