using System.Numerics;

namespace HybridOrleans.Client.Metrics;

/// <summary>Durations in buckets that each are an eighth wide: percentiles are right within 13 %.</summary>
/// <remarks>Safe for many callers at once, without a lock; a reading beside additions may miss the last ones.</remarks>
internal sealed class LatencyHistogram
{
    private const int StepsPerDoubling = 8;

    private readonly long[] _counts = new long[64 * StepsPerDoubling];

    public void Add(TimeSpan duration) => Interlocked.Increment(ref _counts[BucketOf(duration.Ticks)]);

    public CallLatency Read()
    {
        var counts = (long[])_counts.Clone();
        var total = counts.Sum();
        return new(total, Percentile(counts, total, 0.50), Percentile(counts, total, 0.99));
    }

    private static TimeSpan Percentile(long[] counts, long total, double share)
    {
        var rank = (long)Math.Ceiling(total * share);
        var bucket = 0;
        for (var passed = 0L; bucket < counts.Length && (passed += counts[bucket]) < rank; bucket++)
        {
        }

        return total == 0 ? TimeSpan.Zero : new TimeSpan(UpperOf(bucket));
    }

    private static int BucketOf(long ticks)
    {
        var value = Math.Max(ticks, StepsPerDoubling);
        var shift = BitOperations.Log2((ulong)value) - 3;
        return (shift * StepsPerDoubling) + (int)(value >> shift) - StepsPerDoubling;
    }

    private static long UpperOf(int bucket)
        => (long)(bucket % StepsPerDoubling + StepsPerDoubling + 1) << (bucket / StepsPerDoubling);
}
