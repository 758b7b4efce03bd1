using System.Runtime.CompilerServices;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Assessing;
using HybridOrleans.Storage.Migration.Changes;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Quarantine;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Memory;

/// <summary>
/// The reference that the other stores are compared with: the rules and nothing else. Keeps nothing on disk.
/// </summary>
/// <param name="name">The name for messages, so that a test with two of them can tell which one spoke.</param>
public sealed class MemoryRecordStore(string name = "memory") : IMigratableStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<RecordKey, StoredRecord> _records = [];
    private readonly HashSet<RecordKey> _damaged = [];
    private readonly Dictionary<Component, Epoch> _fences = [];
    private readonly MemoryMigrationDocuments _documents = new();
    private readonly MemoryChangeLog _changes = new();
    private readonly MemoryQuarantine _quarantine = new();

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public Guid StoreId { get; } = Guid.NewGuid();

    /// <inheritdoc/>
    public IMigrationDocuments Documents => _documents;

    /// <inheritdoc/>
    public IChangeLog Changes => _changes;

    /// <inheritdoc/>
    public IDivergenceTable Divergences { get; } = new MemoryDivergences();

    /// <inheritdoc/>
    public IQuarantine Quarantine => _quarantine;

    /// <inheritdoc/>
    public ValueTask<StoredRecord?> ReadAsync(RecordKey key, Epoch epoch, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            RefuseBelowFence(key.Component, epoch);
            RefuseDamaged(key);
            return new(_records.GetValueOrDefault(key));
        }
    }

    /// <inheritdoc/>
    public ValueTask<WriteResult> WriteAsync(RecordWrite write, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var stored = _records.GetValueOrDefault(write.Key);
            var revision = stored?.Revision ?? Revision.None;
            if (stored is not null && stored.WriteId == write.WriteId && revision == write.Expected.Next
                && !_damaged.Contains(write.Key))
            {
                return new(WriteResult.AcceptedAs(revision));
            }

            RefuseBelowFence(write.Key.Component, write.Epoch);
            RefuseDamaged(write.Key);
            if (revision != write.Expected)
            {
                return new(WriteResult.Conflict(revision));
            }

            if (write.Body is null && (stored is null || stored.IsTombstone))
            {
                return new(WriteResult.AcceptedAs(revision));
            }

            Put(write.Key, revision.Next, write.WriteId, write.Body);
            return new(WriteResult.AcceptedAs(revision.Next));
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<RecordHeader> WalkAsync(
        Component component,
        string keyPrefix,
        RecordCursor after,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var (key, record) in WalkRecordsAsync(component, after, FullPace.Instance, cancellation))
        {
            if (key.Text.StartsWith(keyPrefix, StringComparison.Ordinal))
            {
                yield return new(key, record?.Revision ?? Revision.None, record is { IsTombstone: true });
            }
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<RecordDigest> WalkDigestsAsync(
        Component component, RecordCursor after, IWalkPace pace,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var (key, record) in WalkRecordsAsync(component, after, FullPace.Instance, cancellation))
        {
            yield return record is null ? new(key, Revision.None, null) : RecordDigest.Of(key, record);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<(RecordKey Key, StoredRecord? Record)> WalkRecordsAsync(
        Component component, RecordCursor after, IWalkPace pace,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        foreach (var met in Snapshot(component, after))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return met;
        }
    }

    /// <inheritdoc/>
    public ValueTask<RecordDigest?> DigestAsync(RecordKey key, Epoch epoch, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            RefuseBelowFence(key.Component, epoch);
            RefuseDamaged(key);
            return new(_records.TryGetValue(key, out var stored) ? RecordDigest.Of(key, stored) : null);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<CopyResult>> PutIfNewerAsync(
        IReadOnlyList<RecordCopy> copies, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        RefuseBadBatch(copies);
        lock (_gate)
        {
            return new(copies.Select(PutIfNewer).ToArray());
        }
    }

    /// <inheritdoc/>
    public ValueTask<Epoch> RaiseFenceAsync(Component component, Epoch lowest, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var fence = Fence(component);
            return new(_fences[component] = lowest.Value > fence.Value ? lowest : fence);
        }
    }

    /// <inheritdoc/>
    public ValueTask<Epoch> ReadFenceAsync(Component component, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return new(Fence(component));
        }
    }

    /// <inheritdoc/>
    public ValueTask<long> EstimateCountAsync(Component component, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return new(_records.Keys.LongCount(key => key.Component == component));
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<Finding> AssessAsync(Component component, CancellationToken cancellation)
    {
        var records = Snapshot(component, RecordCursor.Start);
        var damaged = records.Count(r => r.Record is null);
        return AsyncEnumerable.Repeat(
            new Finding(
                Name,
                "records",
                damaged == 0 ? Severity.Passed : Severity.Blocks,
                $"{damaged} of {records.Count} records are damaged."),
            1);
    }

    /// <summary>Changes a record as somebody outside would: past every rule and unknown to the change log.</summary>
    /// <param name="key">The record.</param>
    /// <param name="record">What stands there from now on; null for nothing.</param>
    internal void EditFromOutside(RecordKey key, StoredRecord? record)
    {
        lock (_gate)
        {
            _damaged.Remove(key);
            if (record is null)
            {
                _records.Remove(key);
            }
            else
            {
                _records[key] = record;
            }
        }
    }

    /// <summary>Damages the bytes of a record that was written.</summary>
    internal void DamageFromOutside(RecordKey key)
    {
        lock (_gate)
        {
            _damaged.Add(key);
        }
    }

    private CopyResult PutIfNewer(RecordCopy copy)
    {
        if (copy.Epoch.Value < Fence(copy.Key.Component).Value)
        {
            return new(CopyOutcome.Fenced, Revision.None);
        }

        if (_damaged.Contains(copy.Key))
        {
            return new(CopyOutcome.Damaged, Revision.None);
        }

        var outcome = CopyRule.Decide(copy, _records.GetValueOrDefault(copy.Key));
        if (outcome == CopyOutcome.Stored)
        {
            Put(copy.Key, copy.Revision, copy.WriteId, copy.Body);
        }

        return new(outcome, _records.TryGetValue(copy.Key, out var stored) ? stored.Revision : Revision.None);
    }

    private void Put(RecordKey key, Revision revision, WriteId id, RecordBody? body)
    {
        _records[key] = new StoredRecord { Revision = revision, WriteId = id, Body = body };
        _changes.Note(key);
    }

    private List<(RecordKey Key, StoredRecord? Record)> Snapshot(Component component, RecordCursor after)
    {
        lock (_gate)
        {
            return [.. _records
                .Where(r => r.Key.Component == component && after.IsBefore(r.Key))
                .OrderBy(r => r.Key.Bucket).ThenBy(r => r.Key.Text, StringComparer.Ordinal)
                .Select(r => (r.Key, _damaged.Contains(r.Key) ? null : r.Value))];
        }
    }

    private static void RefuseBadBatch(IReadOnlyList<RecordCopy> copies)
    {
        if (copies.DistinctBy(copy => copy.Key).Count() < copies.Count
            || copies.DistinctBy(copy => copy.Key.Component).Count() > 1)
        {
            throw new ArgumentException(
                "Copies brought in together are of one component, and each key comes at most once.", nameof(copies));
        }
    }

    private void RefuseBelowFence(Component component, Epoch epoch)
    {
        if (epoch.Value < Fence(component).Value)
        {
            throw StaleEpochException.Below(component, Name, epoch, Fence(component));
        }
    }

    private void RefuseDamaged(RecordKey key)
    {
        if (_damaged.Contains(key))
        {
            throw new DamagedRecordException(
                $"A record of '{key.Component}' in the {Name} store was damaged from outside. Write it anew there.");
        }
    }

    private Epoch Fence(Component component) => _fences.GetValueOrDefault(component);
}
