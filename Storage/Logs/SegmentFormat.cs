using System.Buffers;
using System.Text;
using System.Text.Json;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Logs;

/// <summary>A segment as JSON: <c>{"first":17,"ids":["55",null],"entries":[{…},{…}]}</c>.</summary>
internal static class SegmentFormat
{
    /// <summary>The body of a segment. Entries are copied token for token.</summary>
    public static RecordBody Write(Segment segment)
    {
        var size = segment.Entries.Sum(e => e.Body.Utf8.Length + (e.Id?.Length ?? 0) + 8) + 64;
        var output = new ArrayBufferWriter<byte>(size);
        output.Write("{\"first\":"u8);
        segment.First.TryFormat(output.GetSpan(20), out var digits);
        output.Advance(digits);
        output.Write(",\"ids\":["u8);
        for (var i = 0; i < segment.Entries.Count; i++)
        {
            Separate(output, i);
            WriteId(output, segment.Entries[i].Id);
        }

        output.Write("],\"entries\":["u8);
        for (var i = 0; i < segment.Entries.Count; i++)
        {
            Separate(output, i);
            output.Write(segment.Entries[i].Body.Utf8.Span);
        }

        output.Write("]}"u8);
        return RecordBody.FromCanonical(output.WrittenSpan.ToArray());
    }

    /// <summary>Reads a segment.</summary>
    /// <exception cref="DamagedRecordException">The body is no such segment.</exception>
    public static Segment Read(long number, LogShape shape, Revision revision, RecordBody body)
    {
        try
        {
            var (first, ids, entries) = Parse(body.Utf8.Span);
            return ids.Count != entries.Count
                ? throw Damaged(number, $"it has {ids.Count} ids and {entries.Count} entries")
                : first < shape.StartOf(number) || first + entries.Count > shape.EndOf(number)
                ? throw Damaged(number, $"entries {first} to {first + entries.Count - 1} do not belong there")
                : new(number, revision, first, [.. ids.Zip(entries, LogEntry.FromStored)]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw Damaged(number, "it has not the form of one", e);
        }
    }

    public static DamagedRecordException Damaged(long number, string what, Exception? cause = null) => new(
        $"Segment {number} of a log is refused: {what}. Nothing was changed. It was written by other means, or lost: "
        + "bring it back from a backup, or delete the log.",
        cause);

    private static (long First, List<string?> Ids, List<RecordBody> Entries) Parse(ReadOnlySpan<byte> json)
    {
        long first = 0;
        List<string?> ids = [];
        List<RecordBody> entries = [];
        var reader = new Utf8JsonReader(json);
        Require(reader.Read() && reader.TokenType == JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "first":
                    first = reader.GetInt64();
                    break;
                case "ids":
                    Require(reader.TokenType == JsonTokenType.StartArray);
                    while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    {
                        ids.Add(reader.GetString());
                    }

                    break;
                case "entries":
                    Require(reader.TokenType == JsonTokenType.StartArray);
                    while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    {
                        Require(reader.TokenType == JsonTokenType.StartObject);
                        var start = (int)reader.TokenStartIndex;
                        reader.Skip();
                        entries.Add(RecordBody.FromCanonical(json[start..(int)reader.BytesConsumed].ToArray()));
                    }

                    break;
                default:
                    throw new FormatException("A member is not known.");
            }
        }

        return (first, ids, entries);
    }

    private static void Require(bool isSo)
    {
        if (!isSo)
        {
            throw new FormatException("Another kind of value is expected.");
        }
    }

    private static void Separate(ArrayBufferWriter<byte> output, int place)
    {
        if (place > 0)
        {
            output.Write(","u8);
        }
    }

    private static void WriteId(ArrayBufferWriter<byte> output, string? id)
    {
        if (id is null)
        {
            output.Write("null"u8);
            return;
        }

        // Ids hold nothing that JSON escapes.
        output.Write("\""u8);
        output.Advance(Encoding.ASCII.GetBytes(id, output.GetSpan(id.Length)));
        output.Write("\""u8);
    }
}
