using System.Runtime.CompilerServices;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Memory;

/// <summary>
/// The reference that the other stores are compared with: the rules and nothing else. Keeps nothing on disk.
/// </summary>
public sealed class MemoryRecordStore : IRecordStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<RecordKey, StoredRecord> _records = [];
    private readonly Dictionary<Component, Epoch> _fences = [];

    /// <inheritdoc/>
    public string Name => "memory";

    /// <inheritdoc/>
    public ValueTask<StoredRecord?> ReadAsync(RecordKey key, Epoch epoch, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            RefuseBelowFence(key.Component, epoch);
            return new(_records.GetValueOrDefault(key));
        }
    }

    /// <inheritdoc/>
    public ValueTask<WriteResult> WriteAsync(RecordWrite write, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            RefuseBelowFence(write.Key.Component, write.Epoch);
            var stored = _records.GetValueOrDefault(write.Key);
            var revision = stored?.Revision ?? Revision.None;
            if (stored is not null && stored.WriteId == write.WriteId && revision == write.Expected.Next)
            {
                return new(WriteResult.AcceptedAs(revision));
            }

            if (revision != write.Expected)
            {
                return new(WriteResult.Conflict(revision));
            }

            if (write.Body is null && (stored is null || stored.IsTombstone))
            {
                return new(WriteResult.AcceptedAs(revision));
            }

            _records[write.Key] = new StoredRecord
            {
                Revision = revision.Next,
                WriteId = write.WriteId,
                Body = write.Body,
            };
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
        await Task.CompletedTask;
        foreach (var header in Snapshot(component, keyPrefix, after))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return header;
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

    private List<RecordHeader> Snapshot(Component component, string keyPrefix, RecordCursor after)
    {
        lock (_gate)
        {
            return [.. _records
                .Where(r => r.Key.Component == component && after.IsBefore(r.Key)
                    && r.Key.Text.StartsWith(keyPrefix, StringComparison.Ordinal))
                .OrderBy(r => r.Key.Bucket).ThenBy(r => r.Key.Text, StringComparer.Ordinal)
                .Select(r => new RecordHeader(r.Key, r.Value.Revision, r.Value.IsTombstone))];
        }
    }

    private void RefuseBelowFence(Component component, Epoch epoch)
    {
        if (epoch.Value < Fence(component).Value)
        {
            throw StaleEpochException.Below(component, Name, epoch, Fence(component));
        }
    }

    private Epoch Fence(Component component) => _fences.GetValueOrDefault(component);
}
