namespace HybridOrleans.Storage.Routing;

/// <summary>How long the last calls took.</summary>
/// <remarks>Safe for many callers at once. A reader may miss a few calls while others add.</remarks>
internal sealed class LatencyWindow
{
    /// <summary>How many calls are remembered.</summary>
    public const int CallsMax = 1024;

    private readonly long[] _ticks = new long[CallsMax];
    private long _added;

    /// <summary>How many calls were ever added.</summary>
    public long Added => Volatile.Read(ref _added);

    /// <summary>Adds a call.</summary>
    public void Add(TimeSpan elapsed)
    {
        var place = (Interlocked.Increment(ref _added) - 1) % CallsMax;
        Volatile.Write(ref _ticks[place], elapsed.Ticks);
    }

    /// <summary>The time within which a share of the last calls has ended; zero before the first call.</summary>
    /// <param name="share">Above 0 and at most 1; 0.99 for the 99th percentile.</param>
    public TimeSpan Percentile(double share)
    {
        var count = (int)Math.Min(Added, CallsMax);
        if (count == 0)
        {
            return TimeSpan.Zero;
        }

        var sorted = _ticks[..count];
        Array.Sort(sorted);
        return new TimeSpan(sorted[Math.Max(0, (int)Math.Ceiling(share * count) - 1)]);
    }
}
