using HybridOrleans.Storage.Memory;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Cluster.Tests.Provider;

/// <summary>A memory store whose answers a test can take away.</summary>
public sealed class InterceptedStore : IRecordStore
{
    private readonly MemoryRecordStore _store = new();

    /// <summary>Instead of a read: gets the real read, and gives or refuses its answer.</summary>
    public Func<Func<ValueTask<StoredRecord?>>, ValueTask<StoredRecord?>> OnRead { get; set; } = read => read();

    /// <summary>Instead of a write: gets the real write, and gives or refuses its answer.</summary>
    public Func<Func<ValueTask<WriteResult>>, ValueTask<WriteResult>> OnWrite { get; set; } = write => write();

    public string Name => "intercepted";

    public ValueTask<StoredRecord?> ReadAsync(RecordKey key, Epoch epoch, CancellationToken cancellation)
        => OnRead(() => _store.ReadAsync(key, epoch, cancellation));

    /// <summary>The write that came last; the same id again when somebody settles a lost answer.</summary>
    public WriteId LastWriteId { get; private set; }

    public ValueTask<WriteResult> WriteAsync(RecordWrite write, CancellationToken cancellation)
    {
        LastWriteId = write.WriteId;
        return OnWrite(() => _store.WriteAsync(write, cancellation));
    }

    public IAsyncEnumerable<RecordHeader> WalkAsync(
        Component component, string keyPrefix, RecordCursor after, CancellationToken cancellation)
        => _store.WalkAsync(component, keyPrefix, after, cancellation);

    public ValueTask<Epoch> RaiseFenceAsync(Component component, Epoch lowest, CancellationToken cancellation)
        => _store.RaiseFenceAsync(component, lowest, cancellation);
}
