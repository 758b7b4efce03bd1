using System.Text.Encodings.Web;
using System.Text.Json;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Grains.Records;

namespace HybridOrleans.Grains.Configuration;

/// <summary>The history of a configuration as JSON.</summary>
internal static class ChangesText
{
    /// <summary>Room for the names of our members, and for the list itself.</summary>
    private const int BytesMax = ConfigurationLimits.HistoryBytesMax - 64;

    private static readonly JsonWriterOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes the newest changes, as many as there is room for.</summary>
    public static byte[] Write(IEnumerable<ConfigurationChange> changes)
    {
        var list = new List<byte> { (byte)'[' };
        foreach (var change in changes.Take(ConfigurationLimits.ChangesMax))
        {
            var text = Write(change);
            if (list.Count + text.Length + 1 > BytesMax)
            {
                break;
            }

            if (list.Count > 1)
            {
                list.Add((byte)',');
            }

            list.AddRange(text);
        }

        list.Add((byte)']');
        return [.. list];
    }

    /// <summary>Reads what <see cref="Write(IEnumerable{ConfigurationChange})"/> wrote.</summary>
    /// <returns>Nothing where somebody made something else of it: the value matters more than its history.</returns>
    public static IReadOnlyList<ConfigurationChange> Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return [.. document.RootElement.EnumerateArray().Select(Read)];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException
            or KeyNotFoundException)
        {
            return [];
        }
    }

    private static byte[] Write(ConfigurationChange change)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text, Readable))
        {
            writer.WriteStartObject();
            writer.WriteNumber("revision", change.Revision);
            writer.WriteString("at", UtcText.Of(change.At));
            writer.WriteStartArray("members");
            foreach (var member in change.Members)
            {
                writer.WriteStringValue(member);
            }

            writer.WriteEndArray();
            if (change.MembersLeftOut > 0)
            {
                writer.WriteNumber("more", change.MembersLeftOut);
            }

            writer.WriteEndObject();
        }

        return text.ToArray();
    }

    private static ConfigurationChange Read(JsonElement change) => new(
        change.GetProperty("revision").GetInt64(),
        change.GetProperty("at").GetDateTimeOffset(),
        [.. change.GetProperty("members").EnumerateArray().Select(m => m.GetString() ?? "")],
        change.TryGetProperty("more", out var more) ? more.GetInt32() : 0);
}
