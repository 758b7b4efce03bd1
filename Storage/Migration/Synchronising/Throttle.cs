namespace HybridOrleans.Storage.Migration.Synchronising;

/// <summary>Slows copying and comparing down while live calls wait more than twice their usual time.</summary>
/// <remarks>One walk at a time. The pause doubles while they wait, and halves while they do not.</remarks>
internal sealed class Throttle(ILiveLatency? live, TimeProvider time)
{
    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(2);

    private TimeSpan? _baseline;

    /// <summary>The pause after each batch now.</summary>
    public TimeSpan Pause { get; private set; }

    /// <summary>Begins a walk: what live calls wait now, before it disturbs them, is what they usually wait.</summary>
    public void Begin() => _baseline = live?.Baseline;

    /// <summary>Waits after a batch.</summary>
    /// <param name="records">The size of the batch.</param>
    /// <param name="took">How long it took.</param>
    /// <param name="rateMax">The most records a second; 0 for no limit.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async ValueTask WaitAsync(int records, TimeSpan took, long rateMax, CancellationToken cancellation)
    {
        Pause = Next();
        var share = rateMax > 0 ? TimeSpan.FromSeconds((double)records / rateMax) - took : TimeSpan.Zero;
        var wait = share > Pause ? share : Pause;
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellation);
        }
    }

    private TimeSpan Next()
    {
        if (live?.P99 is { } p99 && (_baseline ?? live.Baseline) is { } baseline && p99 > baseline * 2)
        {
            return Pause == TimeSpan.Zero ? PauseMin : Pause * 2 < PauseMax ? Pause * 2 : PauseMax;
        }

        return Pause > PauseMin ? Pause / 2 : TimeSpan.Zero;
    }
}
