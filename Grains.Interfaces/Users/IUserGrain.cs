using Orleans.Concurrency;

namespace HybridOrleans.Grains.Interfaces;

/// <summary>One Telegram user of one bot. Its activation is the tier-1 cache of the profile.</summary>
/// <remarks>
/// The primary key is the Telegram id, the key extension the bot id. Changes run one after another; reads go on beside
/// a write in flight and return the last acknowledged value. Every call throws the errors of
/// <see cref="HybridException"/>.
/// </remarks>
[Alias("hybrid.user")]
[GrainInterfaceType("hybrid.user")]
public interface IUserGrain : IGrainWithIntegerCompoundKey
{
    /// <summary>Reads the profile.</summary>
    /// <param name="freshness">Whether memory may answer.</param>
    /// <param name="seenRevision">
    /// The highest revision that the caller knows of; an older activation reads again.
    /// </param>
    /// <remarks>
    /// It takes no token: Orleans makes a source and a registration for each call that has one, which a read from
    /// memory would feel, and the store limits a read by itself. A caller stops waiting on its own side.
    /// </remarks>
    [Alias("read")]
    [AlwaysInterleave]
    ValueTask<ProfileReading> ReadAsync(Freshness freshness, long seenRevision);

    /// <summary>Replaces the whole profile.</summary>
    /// <param name="body">A JSON object, at most 1 MiB, at most 64 levels deep.</param>
    /// <param name="expectedRevision">
    /// Null to replace whatever is there; else the revision that must be the present one.
    /// </param>
    /// <param name="cancellation">Stops the waiting; the write may still happen.</param>
    [Alias("save")]
    ValueTask<WriteReceipt> SaveAsync(JsonText body, long? expectedRevision, CancellationToken cancellation);

    /// <summary>
    /// Changes parts of the profile inside the grain, so that concurrent callers never lose each other's changes.
    /// </summary>
    /// <param name="mergePatch">
    /// A JSON merge patch (RFC 7396) that is an object. Values it does not name keep their text.
    /// </param>
    /// <param name="cancellation">Stops the waiting; the write may still happen.</param>
    [Alias("patch")]
    ValueTask<WriteReceipt> PatchAsync(JsonText mergePatch, CancellationToken cancellation);

    /// <summary>
    /// Counts one message: <c>message_count</c> grows by one and <c>last_activity</c> becomes now (UTC, ends in Z).
    /// </summary>
    /// <param name="cancellation">Stops the waiting; the write may still happen.</param>
    /// <remarks>Creates a missing profile. Values it does not name keep their text.</remarks>
    /// <exception cref="InvalidInputException">
    /// The stored <c>message_count</c> is no whole number below 2^63 - 1. Nothing was written.
    /// </exception>
    [Alias("update-activity")]
    ValueTask<WriteReceipt> UpdateActivityAsync(CancellationToken cancellation);

    /// <summary>Deletes the profile.</summary>
    /// <param name="cancellation">Stops the waiting; the write may still happen.</param>
    /// <returns>The receipt of the delete, or null when there was no profile; then nothing is written.</returns>
    [Alias("delete")]
    ValueTask<WriteReceipt?> DeleteAsync(CancellationToken cancellation);

    /// <summary>Brings in a profile from elsewhere. Repeating it is harmless.</summary>
    /// <param name="body">A JSON object, at most 1 MiB, at most 64 levels deep.</param>
    /// <param name="mode">What to do where the store holds something else.</param>
    /// <param name="cancellation">Stops the waiting; the write may still happen.</param>
    [Alias("import")]
    ValueTask<ImportOutcome> ImportAsync(JsonText body, ImportMode mode, CancellationToken cancellation);
}
