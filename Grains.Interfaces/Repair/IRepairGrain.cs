namespace HybridOrleans.Grains.Interfaces;

/// <summary>
/// Finds and takes over damaged data, and keeps what could not be imported. The key is the bot id.
/// </summary>
[Alias("hybrid.repair")]
[GrainInterfaceType("hybrid.repair")]
public interface IRepairGrain : IGrainWithStringKey
{
    /// <summary>Reads every profile of the bot and reports the damaged ones, at most 1,000.</summary>
    /// <param name="cancellation">Ends the search.</param>
    [Alias("find-damaged")]
    ValueTask<IReadOnlyList<DamagedProfile>> FindDamagedAsync(CancellationToken cancellation);

    /// <summary>Writes a damaged or edited profile as one more revision above everything known of it.</summary>
    /// <param name="telegramId">The user or group.</param>
    /// <param name="cancellation">
    /// Stops the waiting; the write may still happen, and repeating the call is harmless.
    /// </param>
    /// <returns>
    /// The receipt; the present revision when the profile is not damaged, and then nothing is written.
    /// </returns>
    [Alias("adopt")]
    ValueTask<WriteReceipt> AdoptAsync(long telegramId, CancellationToken cancellation);

    /// <summary>Reads every document of the bot in one component and reports the damaged ones, at most 1,000.</summary>
    /// <param name="component">Users, configuration, conversations or analytics.</param>
    /// <param name="cancellation">Ends the search.</param>
    [Alias("find-damaged-in")]
    ValueTask<IReadOnlyList<DamagedItem>> FindDamagedInAsync(
        ComponentName component, CancellationToken cancellation);

    /// <summary>Writes a damaged or edited document as one more revision above everything known of it.</summary>
    /// <param name="component">Users, configuration, conversations or analytics.</param>
    /// <param name="key">As <see cref="DamagedItem.Key"/>.</param>
    /// <param name="cancellation">
    /// Stops the waiting; the write may still happen, and repeating the call is harmless.
    /// </param>
    /// <returns>
    /// The receipt, with the revision of the document; the present one when it is not damaged, and then nothing is
    /// written.
    /// </returns>
    [Alias("adopt-in")]
    ValueTask<WriteReceipt> AdoptInAsync(ComponentName component, string key, CancellationToken cancellation);

    /// <summary>Keeps bytes that could not be imported.</summary>
    /// <param name="source">The name of the file, relative to the imported folder.</param>
    /// <param name="reason">Why it could not be imported, without personal data.</param>
    /// <param name="content">The bytes, at most 8 MiB; keeping the same again changes nothing.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    [Alias("quarantine")]
    ValueTask QuarantineAsync(string source, string reason, byte[] content, CancellationToken cancellation);

    /// <summary>Lists what is in quarantine for the bot, oldest first, at most 1,000.</summary>
    /// <param name="cancellation">Ends the walk.</param>
    [Alias("list-quarantine")]
    ValueTask<IReadOnlyList<QuarantineListing>> ListQuarantineAsync(CancellationToken cancellation);
}
