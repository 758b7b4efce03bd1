using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client;

/// <summary>The configuration of bots, as JSON objects of any shape: one per bot, scope and scope id.</summary>
/// <remarks>
/// Made to be read often: a read is answered by the silo that the client is connected to, and never with less than was
/// acknowledged when it began, whoever saved it. A change waits in return until no silo answers with the value before
/// it: some milliseconds, and up to 1.5 s when a silo does not answer or the configuration was at rest. Scopes never
/// touch each other. Bodies are at most <see cref="ConfigurationLimits.BodyBytesMax"/> bytes and 63 levels deep; a body
/// that is no JSON object, and a key that is none, throw <see cref="InvalidInputException"/> before any store is asked.
/// </remarks>
public interface IBotConfiguration
{
    /// <summary>Reads a configuration.</summary>
    /// <param name="key">The bot, and the scope: <c>new ConfigurationKey(bot)</c> is what holds for the whole bot.
    /// </param>
    /// <param name="freshness">Whether memory may answer.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <returns>The reading; its body is null when there is none. A failure is never reported as that.</returns>
    ValueTask<ConfigurationReading> GetAsync(
        ConfigurationKey key, Freshness freshness = Freshness.Cached, CancellationToken cancellation = default);

    /// <summary>Replaces the whole configuration.</summary>
    /// <param name="key">The bot and the scope.</param>
    /// <param name="body">The new configuration. Its text is kept token for token.</param>
    /// <param name="expectedRevision">
    /// Null to replace whatever is there; else the revision that must be the present one (0: never written).
    /// </param>
    /// <param name="cancellation">Stops the waiting; the write may still happen.</param>
    /// <exception cref="RevisionConflictException">Another revision is the present one. Nothing was
    /// written.</exception>
    ValueTask<WriteReceipt> SaveAsync(
        ConfigurationKey key,
        JsonText body,
        long? expectedRevision = null,
        CancellationToken cancellation = default);

    /// <summary>Changes parts of a configuration, without losing what others change meanwhile.</summary>
    /// <param name="key">The bot and the scope.</param>
    /// <param name="mergePatch">A JSON merge patch (RFC 7396) that is an object; it creates a missing one.</param>
    /// <param name="cancellation">Stops the waiting; the write may still happen.</param>
    ValueTask<WriteReceipt> PatchAsync(
        ConfigurationKey key, JsonText mergePatch, CancellationToken cancellation = default);

    /// <summary>Deletes a configuration with its history. Its revision goes on.</summary>
    /// <param name="key">The bot and the scope.</param>
    /// <param name="cancellation">Stops the waiting; the write may still happen.</param>
    /// <returns>True when there was one.</returns>
    ValueTask<bool> DeleteAsync(ConfigurationKey key, CancellationToken cancellation = default);

    /// <summary>Lists the configurations of one scope of a bot, page by page, without deleted ones.</summary>
    /// <param name="bot">The bot.</param>
    /// <param name="scope">The scope; one with an empty scope id is not listed.</param>
    /// <param name="cancellation">Ends the listing.</param>
    /// <returns>The keys, in no order that means anything. It is no snapshot.</returns>
    IAsyncEnumerable<ConfigurationKey> ListAsync(BotId bot, string scope, CancellationToken cancellation = default);

    /// <summary>Tells the last changes, as the store has them: when, and which top-level members.</summary>
    /// <param name="key">The bot and the scope.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    ValueTask<ConfigurationHistory> HistoryAsync(ConfigurationKey key, CancellationToken cancellation = default);
}
