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
