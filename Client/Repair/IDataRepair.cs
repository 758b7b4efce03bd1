using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client;

/// <summary>Finds and takes over damaged data, and keeps what could not be imported.</summary>
public interface IDataRepair
{
    /// <summary>Reads every profile of a bot and reports the damaged ones, at most 1,000.</summary>
    ValueTask<IReadOnlyList<DamagedProfile>> FindDamagedAsync(BotId bot, CancellationToken cancellation = default);

    /// <summary>Writes a damaged or edited profile as one more revision above everything known of it.</summary>
    /// <returns>
    /// The receipt; the present revision when the profile is not damaged, and then nothing is written.
    /// </returns>
    /// <exception cref="InvalidInputException">
    /// The file holds no acceptable profile. Its bytes are in quarantine, the record is unchanged.
    /// </exception>
    ValueTask<WriteReceipt> AdoptAsync(UserKey key, CancellationToken cancellation = default);

    /// <summary>Reads every document of a bot in one component and reports the damaged ones, at most 1,000.</summary>
    /// <param name="bot">The bot.</param>
    /// <param name="component">Users, configuration, conversations or analytics.</param>
    /// <param name="cancellation">Ends the search.</param>
    ValueTask<IReadOnlyList<DamagedItem>> FindDamagedItemsAsync(
        BotId bot, ComponentName component, CancellationToken cancellation = default);

    /// <summary>Writes a damaged or edited document as one more revision above everything known of it.</summary>
    /// <param name="bot">The bot.</param>
    /// <param name="component">Users, configuration, conversations or analytics.</param>
    /// <param name="key">As <see cref="DamagedItem.Key"/>.</param>
    /// <param name="cancellation">Stops the waiting; the write may still happen.</param>
    /// <returns>
    /// The receipt, with the revision of the document; the present one when it is not damaged, and then nothing is
    /// written. Copies of a configuration that silos answer from run out within 1.5 s.
    /// </returns>
    /// <exception cref="InvalidInputException">
    /// There is no such key, or the file holds nothing that may stand there, such as a segment of a log with one
    /// message too few. Its bytes are in quarantine, the record is unchanged, and the message says what to do.
    /// </exception>
    ValueTask<WriteReceipt> AdoptItemAsync(
        BotId bot, ComponentName component, string key, CancellationToken cancellation = default);

    /// <summary>Keeps bytes that could not be imported; keeping the same again changes nothing.</summary>
    /// <param name="bot">The bot they belong to.</param>
    /// <param name="source">The name of the file, relative to the imported folder.</param>
    /// <param name="reason">Why it could not be imported, without personal data.</param>
    /// <param name="content">The bytes, at most 8 MiB.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    ValueTask QuarantineAsync(
        BotId bot,
        string source,
        string reason,
        ReadOnlyMemory<byte> content,
        CancellationToken cancellation = default);

    /// <summary>Lists what is in quarantine for a bot, oldest first, at most 1,000.</summary>
    ValueTask<IReadOnlyList<QuarantineListing>> ListQuarantineAsync(
        BotId bot, CancellationToken cancellation = default);
}
