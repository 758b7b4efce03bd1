using System.Globalization;
using System.Text.Json;

namespace HybridOrleans.Grains.Interfaces;

/// <summary>An event as it was stored. Immutable.</summary>
public sealed record StoredEvent
{
    /// <summary>The id that its writer or the client gave it.</summary>
    public required string Id { get; init; }

    /// <summary>When it happened, in UTC.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>What happened.</summary>
    public required string Type { get; init; }

    /// <summary>The Telegram user that it is about; null for none.</summary>
    public required long? UserId { get; init; }

    /// <summary>What it may be counted by.</summary>
    public required IReadOnlyDictionary<string, string> Dimensions { get; init; }

    /// <summary>More about it, token for token as it was given; null for nothing.</summary>
    public required JsonText? Data { get; init; }

    /// <summary>Reads what <see cref="NewEvent.ToBody"/> has made.</summary>
    /// <exception cref="DataDamagedException">It is no event.</exception>
    public static StoredEvent Read(EventEntry entry)
    {
        try
        {
            using var json = JsonDocument.Parse(entry.Body.Utf8);
            var root = json.RootElement;
            return new()
            {
                Id = entry.Id,
                Timestamp = DateTimeOffset.Parse(
                    root.GetProperty("ts").GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
                Type = root.GetProperty("type").GetString() ?? throw new FormatException("The type is null."),
                UserId = root.TryGetProperty("user", out var user) ? user.GetInt64() : null,
                Dimensions = root.TryGetProperty("dimensions", out var dimensions)
                    ? dimensions.EnumerateObject().ToDictionary(d => d.Name, d => d.Value.GetString()!)
                    : new Dictionary<string, string>(),
                Data = root.TryGetProperty("data", out var data)
                    ? new JsonText(JsonElementBytes(data))
                    : null,
            };
        }
        catch (Exception e) when (
            e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException
                or ArgumentException)
        {
            throw new DataDamagedException(
                "An entry of a log of events is no event. Nothing was changed. It was written by other means: bring "
                + "it back from a backup, or delete the events of its month.");
        }
    }

    /// <summary>The type alone: data is personal and must not reach a log.</summary>
    public override string ToString() => $"event '{Type}'";

    private static byte[] JsonElementBytes(JsonElement element) => System.Runtime.InteropServices.JsonMarshal
        .GetRawUtf8Value(element).ToArray();
}
