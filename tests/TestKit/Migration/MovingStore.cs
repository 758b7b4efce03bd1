using HybridOrleans.Storage.Records;

namespace HybridOrleans.TestKit.Migration;

/// <summary>A store in front of a router: calls that come to it move the phase behind it.</summary>
public sealed class MovingStore(PhaseWalk walk, IRecordStore inner) : IRecordStore
{
    public string Name => inner.Name;

    public async ValueTask<StoredRecord?> ReadAsync(RecordKey key, Epoch epoch, CancellationToken cancellation)
    {
        await walk.BeforeCallAsync(key.Component);
        return await inner.ReadAsync(key, epoch, cancellation);
    }

    public async ValueTask<WriteResult> WriteAsync(RecordWrite write, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(write);
        await walk.BeforeCallAsync(write.Key.Component);
        return await inner.WriteAsync(write, cancellation);
    }

    public IAsyncEnumerable<RecordHeader> WalkAsync(
        Component component, string keyPrefix, RecordCursor after, CancellationToken cancellation)
        => inner.WalkAsync(component, keyPrefix, after, cancellation);

    public ValueTask<Epoch> RaiseFenceAsync(Component component, Epoch lowest, CancellationToken cancellation)
        => inner.RaiseFenceAsync(component, lowest, cancellation);
}
