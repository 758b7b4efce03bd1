namespace HybridOrleans.Cluster.Tests.Leases;

/// <summary>The system's clock, whose monotonic side a test moves on as a frozen process finds it moved.</summary>
public sealed class LeapingTime : TimeProvider
{
    private long _leaps;

    public override long GetTimestamp() => System.GetTimestamp() + Interlocked.Read(ref _leaps);

    public void Leap(TimeSpan time)
        => Interlocked.Add(ref _leaps, (long)(time.TotalSeconds * TimestampFrequency));
}
