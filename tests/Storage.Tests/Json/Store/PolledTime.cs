using Microsoft.Extensions.Time.Testing;

namespace HybridOrleans.Storage.Tests.Json.Store;

/// <summary>A clock that stands still and tells how often it was asked.</summary>
internal sealed class PolledTime : FakeTimeProvider
{
    private readonly TaskCompletionSource _polled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left = int.MaxValue;

    public override long GetTimestamp()
    {
        var now = base.GetTimestamp();
        if (Interlocked.Decrement(ref _left) == 0)
        {
            _polled.TrySetResult();
        }

        return now;
    }

    /// <summary>Ends when the clock was asked so many times more.</summary>
    public Task PolledAsync(int times)
    {
        Interlocked.Exchange(ref _left, times);
        return _polled.Task;
    }
}
