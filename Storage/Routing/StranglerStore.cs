using HybridOrleans.Storage.Hosting;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Routing;

/// <summary>The store that everyone above talks to: hands each component to the store it lives in.</summary>
internal sealed class StranglerStore(RecordStores stores) : IRecordStore
{
    /// <inheritdoc/>
    public string Name => "strangler";

    /// <inheritdoc/>
    public ValueTask<StoredRecord?> ReadAsync(RecordKey key, Epoch epoch, CancellationToken cancellation)
        => Root(key.Component).ReadAsync(key, epoch, cancellation);

    /// <inheritdoc/>
    public ValueTask<WriteResult> WriteAsync(RecordWrite write, CancellationToken cancellation)
        => Root(write.Key.Component).WriteAsync(write, cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<RecordHeader> WalkAsync(
        Component component, string keyPrefix, RecordCursor after, CancellationToken cancellation)
        => Root(component).WalkAsync(component, keyPrefix, after, cancellation);

    /// <inheritdoc/>
    public ValueTask<Epoch> RaiseFenceAsync(Component component, Epoch lowest, CancellationToken cancellation)
        => Root(component).RaiseFenceAsync(component, lowest, cancellation);

    private IRecordStore Root(Component component) => stores.Of(component).Records;
}
