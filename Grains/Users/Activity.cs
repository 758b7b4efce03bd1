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
        var (count, isFlat) = present is null ? (0, false) : MessageCount(present.Utf8.Span);
        var counted = $$"""{"message_count":{{count + 1}}}""";
        var patch = isFlat
            ? $$"""{"profile":{{counted}},"last_activity":"{{UtcText.Of(now)}}"}"""
            : $$"""{{counted[..^1]}},"last_activity":"{{UtcText.Of(now)}}"}""";
        return ObjectBody.Merge(present, RecordBody.Parse(Encoding.UTF8.GetBytes(patch)));
    }

    /// <summary>The count, and whether the profile has the flat shape, which counts inside of <c>profile</c>.</summary>
    private static (long Count, bool IsFlat) MessageCount(ReadOnlySpan<byte> profile)
    {
        var members = JsonMember.AllOf(profile);
        var last = Last(members, "message_count");
        if (last >= 0)
        {
            return (Number(profile[members[last].Value]), false);
        }

        var inner = Last(members, "profile");
        if (inner < 0 || Last(members, "chat_id") >= 0 || Last(members, "telegram_id") < 0
            || profile[members[inner].Value] is not [(byte)'{', ..] body)
        {
            return (0, false);
        }

        var nested = JsonMember.AllOf(body);
        var count = Last(nested, "message_count");
        return (count < 0 ? 0 : Number(body[nested[count].Value]), count >= 0 || Last(nested, "profile_data") >= 0);
    }

    /// <summary>Of duplicate members the last one counts, as in the old bot.</summary>
    private static int Last(List<JsonMember> members, string name) => members.FindLastIndex(m => m.Name == name);

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
