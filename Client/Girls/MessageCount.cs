using System.Globalization;
using HybridOrleans.Client.Json;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Girls;

/// <summary>Counts a message in the text of a profile, by the rules of the grain.</summary>
internal static class MessageCount
{
    /// <exception cref="InvalidInputException">The stored count is no whole number that can grow.</exception>
    public static JsonText CountOne(JsonText profile, DateTimeOffset now)
    {
        var body = new GirlBody(profile);
        var count = body.MessageCount is not { } stored || JsonValues.AreAlike(stored, JsonValues.Null)
            ? 0
            : JsonValues.NumberOf(stored) is { } number and < long.MaxValue
            ? number
            : throw new InvalidInputException(
                "The profile's message_count is no whole number below 2^63 - 1, so it cannot be counted up. "
                + "Nothing was written. Save it as a number first.");
        return JsonEdits.Apply(
            profile,
            [
                new(body.Layout.MessageCount, new((count + 1).ToString(CultureInfo.InvariantCulture))),
                new(body.Layout.LastActivity, JsonString.Of(UtcText.Of(now))),
            ]);
    }
}
