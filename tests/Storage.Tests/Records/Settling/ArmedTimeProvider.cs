using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace HybridOrleans.Storage.Tests.Records.Settling;

/// <summary>A clock that tells when somebody begins to wait on it, so that a test never moves it too early.</summary>
internal sealed class ArmedTimeProvider : FakeTimeProvider
{
    private readonly Channel<TimeSpan> _armed = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _armed.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Ends when one more wait has begun; fails after 30 seconds without one.</summary>
    public Task WaitForTimerAsync(CancellationToken cancellation)
        => _armed.Reader.ReadAsync(cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(30), cancellation);
}
