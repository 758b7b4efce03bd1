using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client;

/// <summary>The profiles of Telegram users and groups, as JSON objects of any shape.</summary>
/// <remarks>
/// Per client, reads never go back and see the client's own writes. An acknowledged write is durable.
/// Bodies are at most <see cref="JsonText.BytesMax"/> bytes and 64 levels deep; a body that is no JSON object, and an
/// id that is none, throw <see cref="InvalidInputException"/> before any store is asked.
/// </remarks>
public interface IUserProfiles
{
    /// <summary>Reads a profile.</summary>
    /// <param name="key">The bot and the user.</param>
    /// <param name="freshness">Whether the grain's memory may answer.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <returns>The reading; its body is null when there is no profile. A failure is never reported as that.</returns>
    ValueTask<ProfileReading> GetAsync(
        UserKey key, Freshness freshness = Freshness.Cached, CancellationToken cancellation = default);

    /// <summary>Replaces the whole profile.</summary>
    /// <param name="key">The bot and the user.</param>
    /// <param name="body">The new profile. Its text is kept token for token.</param>
    /// <param name="expectedRevision">
    /// Null to replace whatever is there; else the revision that must be the present one (0: never written).
    /// </param>
    /// <param name="cancellation">Stops the waiting; the write may still happen.</param>
    /// <exception cref="RevisionConflictException">Another revision is the present one. Nothing was
    /// written.</exception>
    ValueTask<WriteReceipt> SaveAsync(
        UserKey key, JsonText body, long? expectedRevision = null, CancellationToken cancellation = default);

    /// <summary>Changes parts of a profile, without losing what others change meanwhile.</summary>
    /// <param name="key">The bot and the user.</param>
    /// <param name="mergePatch">A JSON merge patch (RFC 7396) that is an object; it creates a missing profile.</param>
    /// <param name="cancellation">Stops the waiting; the write may still happen.</param>
    ValueTask<WriteReceipt> PatchAsync(UserKey key, JsonText mergePatch, CancellationToken cancellation = default);

    /// <summary>
    /// Counts one message: <c>message_count</c> grows by one and <c>last_activity</c> becomes now (UTC, ends in Z).
    /// </summary>
    /// <param name="key">The bot and the user.</param>
    /// <param name="cancellation">Stops the waiting; the write may still happen.</param>
    /// <remarks>Concurrent calls all count. Creates a missing profile.</remarks>
    /// <exception cref="InvalidInputException">
    /// The stored <c>message_count</c> is no whole number below 2^63 - 1. Nothing was written.
    /// </exception>
    ValueTask<WriteReceipt> UpdateActivityAsync(UserKey key, CancellationToken cancellation = default);

    /// <summary>Deletes a profile.</summary>
    /// <param name="key">The bot and the user.</param>
    /// <param name="cancellation">Stops the waiting; the write may still happen.</param>
    /// <returns>True when there was one.</returns>
    ValueTask<bool> DeleteAsync(UserKey key, CancellationToken cancellation = default);

    /// <summary>Lists the profiles of a bot, page by page, without deleted ones.</summary>
    /// <param name="bot">The bot.</param>
    /// <param name="cancellation">Ends the listing.</param>
    /// <returns>The profiles in a fixed order that is not the order of ids. It is no snapshot.</returns>
    IAsyncEnumerable<ProfileListing> ListAsync(BotId bot, CancellationToken cancellation = default);

    /// <summary>Brings in a profile from elsewhere. Repeating it is harmless.</summary>
    /// <param name="key">The bot and the user.</param>
    /// <param name="body">The profile.</param>
    /// <param name="mode">What to do where the store holds something else.</param>
    /// <param name="cancellation">Stops the waiting; the write may still happen.</param>
    ValueTask<ImportOutcome> ImportAsync(
        UserKey key, JsonText body, ImportMode mode = ImportMode.CreateOnly, CancellationToken cancellation = default);
}
