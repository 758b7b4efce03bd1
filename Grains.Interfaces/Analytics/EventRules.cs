using System.Text;
using System.Text.Json;

namespace HybridOrleans.Grains.Interfaces;

/// <summary>Which events a silo takes.</summary>
internal static class EventRules
{
    // White space of the data does not count; far more than is allowed is not even looked through.
    private const int DataBytesMax = 8 * NewEvent.BytesMax;

    /// <exception cref="InvalidInputException">Something of the event is not acceptable.</exception>
    public static void Require(NewEvent newEvent)
    {
        RequireText(newEvent.Type, NewEvent.TypeLengthMax, "its type");
        RequireId(newEvent.Id);
        if (newEvent.UserId == 0)
        {
            throw Refused("0 is no user id");
        }

        if (newEvent.Dimensions.Count > NewEvent.DimensionsMax)
        {
            throw Refused(
                $"it has {newEvent.Dimensions.Count} dimensions, and at most {NewEvent.DimensionsMax} are allowed");
        }

        foreach (var (name, value) in newEvent.Dimensions)
        {
            RequireText(name, NewEvent.DimensionLengthMax, "the name of a dimension");
            RequireText(value, NewEvent.DimensionLengthMax, "the value of a dimension");
        }

        if (newEvent.Data is { } data)
        {
            RequireObject(data.Utf8.Span);
        }
    }

    private static void RequireId(string? id)
    {
        if (id is not null
            && (id.Length is 0 or > NewEvent.IdLengthMax || id.Any(c => c is <= ' ' or > '~' or '"' or '\\')))
        {
            throw Refused(
                $"its id has {id.Length} characters, and 1 to {NewEvent.IdLengthMax} printable ASCII characters are "
                + "allowed, without spaces, quotes and backslashes");
        }
    }

    private static void RequireObject(ReadOnlySpan<byte> data)
    {
        if (data.Length > DataBytesMax)
        {
            throw Refused($"its data has {data.Length:N0} bytes, and an event may have {NewEvent.BytesMax:N0}");
        }

        try
        {
            var reader = new Utf8JsonReader(data);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                throw Refused("its data is no JSON object");
            }

            while (reader.Read())
            {
            }
        }
        catch (JsonException e)
        {
            throw Refused($"its data is no JSON: {e.Message}");
        }
    }

    private static void RequireText(string? text, int lengthMax, string what)
    {
        if (string.IsNullOrEmpty(text) || text.Length > lengthMax)
        {
            throw Refused($"{what} has {text?.Length ?? 0} characters, and 1 to {lengthMax} are allowed");
        }

        if (text.EnumerateRunes().Any(r => r == Rune.ReplacementChar || Rune.IsControl(r)))
        {
            throw Refused($"{what} holds a control character or a character that is none");
        }
    }

    private static InvalidInputException Refused(string reason)
        => new($"The event is refused: {reason}. Nothing was written.");
}
