namespace HybridOrleans.Samples.DatingBot.StandIn;

/// <summary>Wakes everybody who waits for a change. Take <see cref="Next"/> first, look, and then wait.</summary>
/// <remarks>Safe for many callers at once.</remarks>
internal sealed class Signal
{
    private TaskCompletionSource _next = New();

    /// <summary>Ends with the next change.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Change() => Interlocked.Exchange(ref _next, New()).SetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
