using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Tests.Routing;

/// <summary>Moves the phase of a component up to the last one and down again, a step after so many calls.</summary>
/// <remarks>
/// One move runs at a time, beside the calls that come meanwhile. A phase that begins to write twice is followed by
/// nothing here, so that the follower may lack records until a switch copies them.
/// </remarks>
internal sealed class MovingStore(MigrationWorld world, IRecordStore inner, int callsPerMove) : IRecordStore
{
    private int _calls;
    private int _moving;
    private int _direction = 1;

    public string Name => inner.Name;

    public async ValueTask<StoredRecord?> ReadAsync(RecordKey key, Epoch epoch, CancellationToken cancellation)
    {
        await MoveAsync(key.Component);
        return await inner.ReadAsync(key, epoch, cancellation);
    }

    public async ValueTask<WriteResult> WriteAsync(RecordWrite write, CancellationToken cancellation)
    {
        await MoveAsync(write.Key.Component);
        return await inner.WriteAsync(write, cancellation);
    }

    public IAsyncEnumerable<RecordHeader> WalkAsync(
        Component component, string keyPrefix, RecordCursor after, CancellationToken cancellation)
        => inner.WalkAsync(component, keyPrefix, after, cancellation);

    public ValueTask<Epoch> RaiseFenceAsync(Component component, Epoch lowest, CancellationToken cancellation)
        => inner.RaiseFenceAsync(component, lowest, cancellation);

    private async Task MoveAsync(Component component)
    {
        if (Interlocked.Increment(ref _calls) % callsPerMove != 0
            || Interlocked.Exchange(ref _moving, 1) == 1)
        {
            return;
        }

        try
        {
            var phase = (await world.DocumentAsync(component)).Phase;
            _direction = phase == Phase.Off ? 1 : phase == Phase.Complete ? -1 : _direction;
            await world.MoveAsync(component, phase + _direction);
        }
        finally
        {
            Volatile.Write(ref _moving, 0);
        }
    }
}
