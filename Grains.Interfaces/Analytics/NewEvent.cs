using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HybridOrleans.Grains.Interfaces;

/// <summary>An event to log. Immutable; it is checked when it is logged.</summary>
public sealed record NewEvent
{
    /// <summary>The longest type, in characters.</summary>
    public const int TypeLengthMax = 128;

    /// <summary>The longest id, in characters.</summary>
    public const int IdLengthMax = 128;

    /// <summary>The most dimensions of one event.</summary>
    public const int DimensionsMax = 16;

    /// <summary>The longest name and the longest value of a dimension, in characters.</summary>
    public const int DimensionLengthMax = 256;

    /// <summary>The largest event, in bytes of JSON without white space.</summary>
    public const int BytesMax = 7_680;

    private static readonly IReadOnlyDictionary<string, string> NoDimensions = new Dictionary<string, string>();

    // As a person would write it: Cyrillic is not escaped.
    private static readonly JsonWriterOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>What happened, such as <c>message_received</c>: 1 to <see cref="TypeLengthMax"/> characters.</summary>
    public required string Type { get; init; }

    /// <summary>A JSON object with more about it. It is kept, and never counted by.</summary>
    public JsonText? Data { get; init; }

    /// <summary>
    /// What it may be counted by: at most <see cref="DimensionsMax"/> names with values, of at most
    /// <see cref="DimensionLengthMax"/> characters each. Nothing personal belongs here.
    /// </summary>
    public IReadOnlyDictionary<string, string> Dimensions { get; init; } = NoDimensions;

    /// <summary>The Telegram user that it is about; null for none. Erasing the user erases the event.</summary>
    public long? UserId { get; init; }

    /// <summary>
    /// Names the event, so that one that is logged again adds nothing: 1 to <see cref="IdLengthMax"/> printable ASCII
    /// characters other than space, quote and backslash. Give <see cref="Timestamp"/> too, since an event is
    /// recognised within its month.
    /// </summary>
    /// <value>Null lets the client make one for each call: then only its own repetitions are recognised.</value>
    public string? Id { get; init; }

    /// <summary>When it happened. Null for the moment at which the client takes it.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>Refuses an event that no silo takes.</summary>
    /// <exception cref="InvalidInputException">Something of it is not acceptable.</exception>
    public void Require() => EventRules.Require(this);

    /// <summary>
    /// The event as it is stored: <c>{"ts":"…","type":"…","user":42,"dimensions":{…},"data":{…}}</c>; what is not
    /// given is left out.
    /// </summary>
    /// <param name="time">When it happened.</param>
    public JsonText ToBody(DateTimeOffset time)
    {
        var output = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(output, Readable);
        json.WriteStartObject();
        json.WriteString("ts", time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", null));
        json.WriteString("type", Type);
        if (UserId is { } user)
        {
            json.WriteNumber("user", user);
        }

        if (Dimensions.Count > 0)
        {
            json.WriteStartObject("dimensions");
            foreach (var (name, value) in Dimensions)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        if (Data is { } data)
        {
            json.WritePropertyName("data");
            json.WriteRawValue(data.Utf8.Span, skipInputValidation: true);
        }

        json.WriteEndObject();
        json.Flush();
        return new JsonText(output.WrittenSpan.ToArray());
    }

    /// <summary>The type alone: data is personal and must not reach a log.</summary>
    public override string ToString() => $"event '{Type}'";
}
