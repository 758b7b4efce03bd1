using System.Threading.Channels;

namespace HybridOrleans.Storage.Cache;

/// <summary>Brings entries to the cache behind the backs of the calls: as many as have room, nobody waits.</summary>
/// <remarks>Safe for many callers at once. What finds no room is dropped; the next read brings it.</remarks>
internal sealed class CacheFills : IAsyncDisposable
{
    private const int Workers = 4;

    private readonly Channel<CacheFill> _queue;
    private readonly long _bytesMax;
    private readonly Func<CacheFill, Task> _put;
    private readonly Task _working;
    private long _bytes;
    private int _pending;

    /// <param name="entriesMax">How many may wait.</param>
    /// <param name="bytesMax">How many bytes of bodies may wait.</param>
    /// <param name="put">Brings one there; it must not throw.</param>
    public CacheFills(int entriesMax, long bytesMax, Func<CacheFill, Task> put)
    {
        _queue = Channel.CreateBounded<CacheFill>(new BoundedChannelOptions(entriesMax));
        _bytesMax = bytesMax;
        _put = put;
        // Off the scheduler and without the ambient values of whoever opens the cache.
        using (ExecutionContext.SuppressFlow())
        {
            _working = Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(WorkAsync)));
        }
    }

    /// <summary>Those that wait or are on the way.</summary>
    public int Pending => Volatile.Read(ref _pending);

    /// <summary>False when there is no room.</summary>
    public bool TryAdd(CacheFill fill)
    {
        Interlocked.Increment(ref _pending);
        if (Interlocked.Add(ref _bytes, fill.Bytes) <= _bytesMax && _queue.Writer.TryWrite(fill))
        {
            return true;
        }

        Done(fill);
        return false;
    }

    /// <summary>Takes no more, and ends when those that wait were brought.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _working;
    }

    private async Task WorkAsync()
    {
        await foreach (var fill in _queue.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            await _put(fill).ConfigureAwait(false);
            Done(fill);
        }
    }

    private void Done(CacheFill fill)
    {
        Interlocked.Add(ref _bytes, -fill.Bytes);
        Interlocked.Decrement(ref _pending);
    }
}
