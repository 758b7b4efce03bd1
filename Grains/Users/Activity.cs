using System.Text;
using System.Text.Json;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Grains.Records;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Grains.Users;

/// <summary>Counts a message in a profile of the old bot's shape.</summary>
internal static class Activity
{
    /// <exception cref="InvalidInputException">The stored count is no whole number that can grow.</exception>
    public static RecordBody CountMessage(RecordBody? present, DateTimeOffset now)
    {
        var count = present is null ? 0 : MessageCount(present.Utf8.Span);
        var patch = $$"""{"message_count":{{count + 1}},"last_activity":"{{UtcText.Of(now)}}"}""";
        return ObjectBody.Merge(present, RecordBody.Parse(Encoding.UTF8.GetBytes(patch)));
    }

    private static long MessageCount(ReadOnlySpan<byte> profile)
    {
        // Of duplicate members the last one counts, as in the old bot.
        var members = JsonMember.AllOf(profile);
        var last = members.FindLastIndex(m => m.Name == "message_count");
        return last < 0 ? 0 : Number(profile[members[last].Value]);
    }

    private static long Number(ReadOnlySpan<byte> value)
    {
        var reader = new Utf8JsonReader(value);
        reader.Read();
        return reader.TokenType == JsonTokenType.Null ? 0
            : reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var count) && count < long.MaxValue
            ? count
            : throw new InvalidInputException(
                "The profile's message_count is no whole number below 2^63 - 1, so it cannot be counted up. "
                + "Nothing was written. Patch it to a number first.");
    }
}
