namespace HybridOrleans.Storage.Tests.Migration.Histories;

/// <summary>A clock that runs faster, so that waits of the protocol take less of a test's time.</summary>
internal sealed class ScaledTime(int scale) : TimeProvider
{
    private readonly long _began = System.GetTimestamp();
    private readonly DateTimeOffset _beganAt = System.GetUtcNow();

    public override long TimestampFrequency => System.TimestampFrequency;

    public override long GetTimestamp() => _began + ((System.GetTimestamp() - _began) * scale);

    public override DateTimeOffset GetUtcNow() => _beganAt + (System.GetElapsedTime(_began) * scale);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        => new Timer(System.CreateTimer(callback, state, Shorter(dueTime), Shorter(period)), this);

    private TimeSpan Shorter(TimeSpan span) => span <= TimeSpan.Zero ? span : span / scale;

    private sealed class Timer(ITimer timer, ScaledTime time) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
            => timer.Change(time.Shorter(dueTime), time.Shorter(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
