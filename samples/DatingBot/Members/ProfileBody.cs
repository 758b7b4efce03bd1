using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Samples.DatingBot.Members;

/// <summary>The stored profile of a member. What other programs keep in it stays.</summary>
internal static class ProfileBody
{
    /// <summary>Says how new the profile is: <see cref="Member.Handled"/>.</summary>
    private const string Version = "handled_updates";

    // As a person would write it: Cyrillic is not escaped.
    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <returns>The new body; null when the stored one is as new or newer.</returns>
    public static JsonText? Next(JsonText? stored, long telegramId, Member member)
    {
        var profile = Read(stored);
        if (VersionOf(profile) >= member.Handled)
        {
            return null;
        }

        var answers = member.Answers!;
        profile["chat_id"] = telegramId;
        profile["name"] = answers.Name;
        profile["age"] = answers.Age;
        profile["city"] = answers.City;
        profile["about"] = answers.About;
        profile["language"] = member.Language;
        profile["message_count"] = member.Messages;
        profile["last_activity"] = member.LastActivity.UtcDateTime.ToString(
            "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        profile[Version] = member.Handled;
        return new JsonText(profile.ToJsonString(Readable));
    }

    /// <summary>How new a stored profile is; 0 when this bot has not written it.</summary>
    public static long VersionOf(JsonText? stored) => VersionOf(Read(stored));

    private static JsonObject Read(JsonText? stored)
        => stored is { } body ? JsonNode.Parse(body.Utf8.Span)!.AsObject() : [];

    private static long VersionOf(JsonObject profile)
        => profile.TryGetPropertyValue(Version, out var value) && value is JsonValue number
            && number.TryGetValue<long>(out var version) ? version : 0;
}
