namespace HybridOrleans.Storage.Logs;

/// <summary>One append-only log: entries numbered from 1 without gaps, in the order of their appends.</summary>
/// <remarks>
/// <para>
/// For one holder, such as an activation: appends and deletes are called one after another, and reads may run beside
/// them. Any number of holders in any number of processes may share the data: each change is one compare-and-set, so
/// that they never fork a log, lose an entry or give one number twice.
/// </para>
/// <para>What a read returns is durable, and every read asks the store.</para>
/// </remarks>
public interface IRecordLog
{
    /// <summary>The furthest that was acknowledged to this holder, or read by it. Neither number ever falls.</summary>
    LogHead Seen { get; }

    /// <summary>Reads where the log begins and ends.</summary>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <exception cref="StoreUnavailableException">No answer. Never reported as an empty log.</exception>
    /// <exception cref="DamagedRecordException">The stored bytes are not what was written.</exception>
    ValueTask<LogHead> ReadHeadAsync(CancellationToken cancellation);

    /// <summary>Appends entries by one compare-and-set: all that it takes are stored, or none is.</summary>
    /// <param name="entries">
    /// At least one. An id that one of the last <see cref="LogShape.RememberedIds"/> entries has adds nothing.
    /// </param>
    /// <param name="cancellation">Stops the waiting. The append itself may still happen.</param>
    /// <returns>
    /// One receipt for each entry that was taken, from the first on. At least one is taken, and not always all: call
    /// again with the rest.
    /// </returns>
    /// <exception cref="InvalidRecordException">An entry is too large. Nothing was written.</exception>
    /// <exception cref="StoreUnavailableException">Known: nothing was written.</exception>
    /// <exception cref="OutcomeUnknownException">
    /// The append may have happened. Repeating it is harmless where each entry has an id.
    /// </exception>
    /// <exception cref="DamagedRecordException">The stored bytes are not what was written. Nothing was
    /// written.</exception>
    /// <exception cref="OperationCanceledException">The append may have happened.</exception>
    ValueTask<IReadOnlyList<LogReceipt>> AppendAsync(
        IReadOnlyList<LogEntry> entries, CancellationToken cancellation);

    /// <summary>Reads entries from a number on.</summary>
    /// <param name="from">The lowest sequence number wanted; deleted ones are passed over.</param>
    /// <param name="max">At least 1: how many entries at most.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <exception cref="StoreUnavailableException">No answer. Never reported as an empty log.</exception>
    /// <exception cref="DamagedRecordException">The stored bytes are not what was written.</exception>
    ValueTask<LogReading> ReadAsync(long from, int max, CancellationToken cancellation);

    /// <summary>Reads the newest entries.</summary>
    /// <param name="max">At least 1: how many entries at most.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <exception cref="StoreUnavailableException">No answer. Never reported as an empty log.</exception>
    /// <exception cref="DamagedRecordException">The stored bytes are not what was written.</exception>
    ValueTask<LogReading> ReadLastAsync(int max, CancellationToken cancellation);

    /// <summary>Deletes every entry below a number, and its bytes from the store.</summary>
    /// <param name="first">The lowest sequence number that stays; above the end it stands for the end.</param>
    /// <param name="cancellation">Stops the waiting. The delete itself may still happen.</param>
    /// <returns>
    /// How many entries this call deleted. Readers see all of it or nothing. Repeating it is harmless, and finishes
    /// one that was interrupted before all bytes were gone.
    /// </returns>
    /// <exception cref="StoreUnavailableException">
    /// Nothing was deleted, or all of it and some bytes are left. Repeat it.
    /// </exception>
    /// <exception cref="OutcomeUnknownException">It may have happened. Repeat it.</exception>
    /// <exception cref="OperationCanceledException">It may have happened. Repeat it.</exception>
    ValueTask<long> DeleteBelowAsync(long first, CancellationToken cancellation);

    /// <summary>Takes the content and the ids of single entries away; their numbers stay.</summary>
    /// <param name="matches">Which entries go. It is asked for each that is not erased, in no order.</param>
    /// <param name="cancellation">Stops the waiting. Some may be erased.</param>
    /// <returns>
    /// How many entries this call erased: each is <see cref="LogEntry.Erased"/> from now on. Repeating it is harmless,
    /// and finishes one that was interrupted. An entry that is appended meanwhile may stay.
    /// </returns>
    /// <exception cref="StoreUnavailableException">Some may be erased. Repeat it.</exception>
    /// <exception cref="OutcomeUnknownException">Some may be erased. Repeat it.</exception>
    /// <exception cref="DamagedRecordException">The stored bytes are not what was written.</exception>
    ValueTask<long> EraseAsync(Func<LogEntry, bool> matches, CancellationToken cancellation);

    /// <summary>
    /// Deletes every entry that was acknowledged before; one that is appended meanwhile may stay. The numbers go on.
    /// </summary>
    /// <param name="cancellation">Stops the waiting. The delete itself may still happen.</param>
    /// <returns>As <see cref="DeleteBelowAsync"/>, whose errors it throws.</returns>
    ValueTask<long> DeleteAsync(CancellationToken cancellation);
}
