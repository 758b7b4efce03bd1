using HybridOrleans.Storage;
using HybridOrleans.Storage.Memory;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Cluster.Tests.Provider;

/// <summary>A store of a <see cref="CountingStoreKind"/>.</summary>
internal sealed class CountingStore(CountingStoreKind kind) : IRecordStore, IAsyncDisposable
{
    private readonly MemoryRecordStore _records = new();

    public string Name => kind.Name;

    public ValueTask<StoredRecord?> ReadAsync(RecordKey key, Epoch epoch, CancellationToken cancellation)
        => _records.ReadAsync(key, epoch, cancellation);

    public ValueTask<WriteResult> WriteAsync(RecordWrite write, CancellationToken cancellation)
        => _records.WriteAsync(write, cancellation);

    public IAsyncEnumerable<RecordHeader> WalkAsync(
        Component component, string keyPrefix, RecordCursor after, CancellationToken cancellation)
        => _records.WalkAsync(component, keyPrefix, after, cancellation);

    public ValueTask<Epoch> RaiseFenceAsync(Component component, Epoch lowest, CancellationToken cancellation)
        => _records.RaiseFenceAsync(component, lowest, cancellation);

    public ValueTask DisposeAsync()
    {
        kind.Closed++;
        return kind.CloseError is null ? default : throw new StoreUnavailableException(kind.CloseError);
    }
}
