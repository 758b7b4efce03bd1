namespace HybridOrleans.Storage.Tests.Postgres;

/// <summary>A clock whose timers are due when a test says so, and not before.</summary>
internal sealed class HeldTimers : TimeProvider
{
    private readonly Lock _gate = new();
    private Action? _last;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            _last = () => callback(state);
        }

        return System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The time of whoever began to wait last is over.</summary>
    public void EndLast()
    {
        lock (_gate)
        {
            _last?.Invoke();
        }
    }
}
