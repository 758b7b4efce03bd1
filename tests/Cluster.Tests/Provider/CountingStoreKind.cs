using HybridOrleans.Storage;
using HybridOrleans.Storage.Hosting;
using HybridOrleans.Storage.Memory;
using HybridOrleans.Storage.Quarantine;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Repair;

namespace HybridOrleans.Cluster.Tests.Provider;

/// <summary>A kind of store that counts how often it is opened and closed, and may refuse either.</summary>
internal sealed class CountingStoreKind(string name) : IStoreKind
{
    public string Name => name;

    public int Opened { get; private set; }

    public int Closed { get; private set; }

    public string? OpenError { get; init; }

    public string? CloseError { get; init; }

    public IReadOnlyList<string> Wrong { get; init; } = [];

    public IQuarantine Quarantine { get; } = new MemoryQuarantine();

    public IRecordRepair? Repair { get; init; }

    public IEnumerable<string> Mistakes() => Wrong;

    public ValueTask<OpenedStore> OpenAsync(CancellationToken cancellation)
    {
        Opened++;
        return OpenError is null
            ? new(new OpenedStore(new Store(this), Quarantine, Repair))
            : throw new StoreUnavailableException(OpenError);
    }

    private sealed class Store(CountingStoreKind kind) : IRecordStore, IAsyncDisposable
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
}
