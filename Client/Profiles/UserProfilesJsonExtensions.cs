using System.Text.Json;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client;

/// <summary>Profiles as objects of the bot's own types, by System.Text.Json.</summary>
/// <remarks>
/// A save replaces the whole profile: members that the type does not have are gone. Patch where others keep more.
/// </remarks>
public static class UserProfilesJsonExtensions
{
    /// <summary>Reads a profile as an object.</summary>
    /// <param name="users">The profiles.</param>
    /// <param name="key">The bot and the user.</param>
    /// <param name="options">How JSON becomes an object; null for the defaults.</param>
    /// <param name="freshness">Whether the grain's memory may answer.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <returns>The object, or the default of its type when there is no profile.</returns>
    /// <exception cref="JsonException">The profile does not fit the type.</exception>
    public static async ValueTask<T?> GetAsync<T>(
        this IUserProfiles users,
        UserKey key,
        JsonSerializerOptions? options = null,
        Freshness freshness = Freshness.Cached,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(users);
        var reading = await users.GetAsync(key, freshness, cancellation);
        return reading.Body is { } body ? JsonSerializer.Deserialize<T>(body.Utf8.Span, options) : default;
    }

    /// <summary>Replaces the whole profile by an object.</summary>
    /// <param name="users">The profiles.</param>
    /// <param name="key">The bot and the user.</param>
    /// <param name="profile">Something that becomes a JSON object.</param>
    /// <param name="expectedRevision">
    /// Null to replace whatever is there; else the revision that must be the present one (0: never written).
    /// </param>
    /// <param name="options">How an object becomes JSON; null for the defaults.</param>
    /// <param name="cancellation">Stops the waiting; the write may still happen.</param>
    /// <exception cref="RevisionConflictException">
    /// Another revision is the present one. Nothing was written.
    /// </exception>
    public static ValueTask<WriteReceipt> SaveAsync<T>(
        this IUserProfiles users,
        UserKey key,
        T profile,
        long? expectedRevision = null,
        JsonSerializerOptions? options = null,
        CancellationToken cancellation = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(users);
        var body = new JsonText(JsonSerializer.SerializeToUtf8Bytes(profile, options));
        return users.SaveAsync(key, body, expectedRevision, cancellation);
    }
}
