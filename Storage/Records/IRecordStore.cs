namespace HybridOrleans.Storage.Records;

/// <summary>Keeps documents, one per key. Backends, router and test faults all are one of these.</summary>
/// <remarks>
/// Safe for many callers at once, in one process and in several on the same data. Calls for one key are not ordered:
/// the revision decides who wins. Every call answers or fails within the store's operation time-out (2 s by default).
/// What a read returns is durable.
/// </remarks>
public interface IRecordStore
{
    /// <summary>The name for messages and metrics, such as <c>json</c> or <c>postgres</c>.</summary>
    string Name { get; }

    /// <summary>Reads the newest durable revision of a record.</summary>
    /// <param name="key">The record to read.</param>
    /// <param name="epoch">The epoch of the caller's view.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <returns>The record or its tombstone; null when the key was never written.</returns>
    /// <exception cref="StoreUnavailableException">No answer. Never reported as null.</exception>
    /// <exception cref="StaleEpochException">The store's fence is above <paramref name="epoch"/>.</exception>
    /// <exception cref="DamagedRecordException">The stored bytes are not what was written.</exception>
    ValueTask<StoredRecord?> ReadAsync(RecordKey key, Epoch epoch, CancellationToken cancellation);

    /// <summary>Writes the next revision of a record if the stored one is still the expected one.</summary>
    /// <param name="write">Repeating it with the same <see cref="RecordWrite.WriteId"/> is harmless: a write that
    /// already happened, and is still the newest, answers as accepted, even if the fence has risen since.</param>
    /// <param name="cancellation">Stops the waiting. The write itself may still happen.</param>
    /// <returns>Accepted (durable when the call returns), or the revision that won.</returns>
    /// <exception cref="StoreUnavailableException">Known: nothing was written.</exception>
    /// <exception cref="OutcomeUnknownException">The write may have happened; repeat it with the same id.</exception>
    /// <exception cref="StaleEpochException">The store's fence is above the write's epoch. Nothing was
    /// written.</exception>
    /// <exception cref="DamagedRecordException">The stored bytes are not what was written. Nothing was
    /// written.</exception>
    /// <exception cref="OperationCanceledException">The write may have happened.</exception>
    ValueTask<WriteResult> WriteAsync(RecordWrite write, CancellationToken cancellation);

    /// <summary>
    /// Walks the records of a component, tombstones included, in the order of <see cref="RecordCursor"/>.
    /// </summary>
    /// <param name="component">The component to walk.</param>
    /// <param name="keyPrefix">Only keys that start with this text; empty for all.</param>
    /// <param name="after">Where to go on.</param>
    /// <param name="cancellation">Ends the walk.</param>
    /// <remarks>
    /// May be served by a replica and is no snapshot: a record written meanwhile is seen or not. A record whose bytes
    /// are damaged appears with revision 0, so that it can be reported and is not taken for missing.
    /// </remarks>
    /// <exception cref="StoreUnavailableException">No answer.</exception>
    IAsyncEnumerable<RecordHeader> WalkAsync(
        Component component, string keyPrefix, RecordCursor after, CancellationToken cancellation);

    /// <summary>Raises the lowest epoch that the store accepts for a component. Fences never fall.</summary>
    /// <param name="component">The component to fence.</param>
    /// <param name="lowest">The lowest epoch to accept from now on; a lower one than the present is ignored.</param>
    /// <param name="cancellation">Stops the waiting; the fence may still rise.</param>
    /// <returns>
    /// The fence that now stands, durably. After it nothing of a lower epoch is read or written; only the repeat of a
    /// write that happened before is still told so.
    /// </returns>
    /// <exception cref="StoreUnavailableException">No answer; the fence may have risen. Repeat the call.</exception>
    ValueTask<Epoch> RaiseFenceAsync(Component component, Epoch lowest, CancellationToken cancellation);
}
