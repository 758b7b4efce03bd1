using HybridOrleans.Storage.Migration.Assessing;
using HybridOrleans.Storage.Migration.Changes;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Quarantine;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration;

/// <summary>A store that can be one side of a migration: its root, or the follower of the root.</summary>
/// <remarks>Safe for many callers at once, in one process and in several on the same data.</remarks>
public interface IMigratableStore : IRecordStore
{
    /// <summary>Names the data, whatever process opens it. It never changes.</summary>
    Guid StoreId { get; }

    /// <summary>The migration documents that lie in this store.</summary>
    IMigrationDocuments Documents { get; }

    /// <summary>Which keys changed, for a switch of the root and for a follower behind a queue.</summary>
    IChangeLog Changes { get; }

    /// <summary>Every known divergence; null for a store that keeps no such list. PostgreSQL keeps it.</summary>
    IDivergenceTable? Divergences => null;

    /// <summary>Where superseded bytes of this store go.</summary>
    IQuarantine Quarantine { get; }

    /// <summary>The lowest epoch that the store accepts now.</summary>
    /// <exception cref="StoreUnavailableException">No answer, or the fence is missing.</exception>
    ValueTask<Epoch> ReadFenceAsync(Component component, CancellationToken cancellation);

    /// <summary>
    /// Brings copies in where the store has an older revision, or none. Repeating it, early or late, is harmless.
    /// </summary>
    /// <param name="copies">
    /// Records of one component, each key at most once. A single one shares round trips with other calls; a great many
    /// go by the fastest way that the store has.
    /// </param>
    /// <param name="cancellation">Stops the waiting; copies may still be brought in.</param>
    /// <returns>An answer for each copy, in the same order. What is answered is durable.</returns>
    /// <exception cref="StoreUnavailableException">No answer; some copies may be in. Repeat the call.</exception>
    ValueTask<IReadOnlyList<CopyResult>> PutIfNewerAsync(
        IReadOnlyList<RecordCopy> copies, CancellationToken cancellation);

    /// <summary>
    /// Takes away, durably, what earlier revisions of some records left outside the records themselves.
    /// </summary>
    /// <remarks>
    /// Records stay as they are. A store that writes a new revision over the one before has nothing to do. It is
    /// neither the quarantine nor the list of divergences, which have calls of their own.
    /// </remarks>
    /// <param name="component">The component of all of them.</param>
    /// <param name="keys">The records; a deleted one as well as one that was written since.</param>
    /// <param name="cancellation">Stops the waiting; some of it may still be taken away.</param>
    /// <exception cref="StoreUnavailableException">Some of it may be left. Repeat the call.</exception>
    ValueTask PurgeAsync(Component component, IReadOnlyList<RecordKey> keys, CancellationToken cancellation)
        => ValueTask.CompletedTask;

    /// <summary>What the store holds of a key, without the body. Fenced as a read is, never from a replica.</summary>
    /// <returns>Null when the key was never written.</returns>
    /// <exception cref="StoreUnavailableException">No answer. Never reported as null.</exception>
    /// <exception cref="StaleEpochException">The store's fence is above <paramref name="epoch"/>.</exception>
    /// <exception cref="DamagedRecordException">The stored bytes are not what was written.</exception>
    ValueTask<RecordDigest?> DigestAsync(RecordKey key, Epoch epoch, CancellationToken cancellation);

    /// <summary>
    /// What the store noted of a key when it was written, without reading the body where the store can. Fenced as a
    /// read is, never from a replica.
    /// </summary>
    /// <returns>Null when the key was never written.</returns>
    /// <exception cref="StoreUnavailableException">No answer. Never reported as null.</exception>
    /// <exception cref="StaleEpochException">The store's fence is above <paramref name="epoch"/>.</exception>
    /// <exception cref="DamagedRecordException">The stored bytes are not what was written.</exception>
    async ValueTask<RecordStamp?> StampAsync(RecordKey key, Epoch epoch, CancellationToken cancellation)
        => await ReadAsync(key, epoch, cancellation) is { } record ? RecordStamp.Of(record) : null;

    /// <summary>Walks a component with the hash of each body, tombstones included.</summary>
    /// <remarks>
    /// As <see cref="IRecordStore.WalkAsync"/>: in the order of <see cref="RecordCursor"/>, no snapshot, and possibly
    /// from a replica. The hash is of the bytes as they lie there now, not one that was kept. A damaged record appears
    /// with revision 0.
    /// </remarks>
    /// <param name="component">The component.</param>
    /// <param name="after">Where to begin.</param>
    /// <param name="pace">How hard the walk may work.</param>
    /// <param name="cancellation">Ends the walk.</param>
    IAsyncEnumerable<RecordDigest> WalkDigestsAsync(
        Component component, RecordCursor after, IWalkPace pace, CancellationToken cancellation);

    /// <summary>Walks a component with the bodies, tombstones included.</summary>
    /// <remarks>As <see cref="WalkDigestsAsync"/>; the record is null where it is damaged.</remarks>
    IAsyncEnumerable<(RecordKey Key, StoredRecord? Record)> WalkRecordsAsync(
        Component component, RecordCursor after, IWalkPace pace, CancellationToken cancellation);

    /// <summary>About how many records a component has, tombstones included. For progress only.</summary>
    ValueTask<long> EstimateCountAsync(Component component, CancellationToken cancellation);

    /// <summary>Tries out everything that a migration will need of this store, and leaves nothing behind.</summary>
    /// <remarks>A store that a migration begins at also reads every record: a damaged one blocks.</remarks>
    IAsyncEnumerable<Finding> AssessAsync(Component component, CancellationToken cancellation);
}
