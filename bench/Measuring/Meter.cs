using System.Diagnostics;

namespace HybridOrleans.Bench.Measuring;

/// <summary>Time, memory and processor time from a moment on.</summary>
internal sealed class Meter
{
    private readonly long _allocated = GC.GetTotalAllocatedBytes();
    private readonly TimeSpan _processor = Environment.CpuUsage.TotalTime;

    /// <summary>When it was started, as a timestamp of the stopwatch.</summary>
    public long Started { get; } = Stopwatch.GetTimestamp();

    public static Meter Start()
    {
        GC.Collect();
        return new Meter();
    }

    /// <summary>Measures a piece of work that is over at some time.</summary>
    /// <param name="operations">How many operations the work is.</param>
    /// <param name="work">The work.</param>
    public static async Task<Sample> RunAsync(long operations, Func<Task> work)
    {
        var meter = Start();
        await work();
        return meter.Sample(operations, TimeSpan.Zero, TimeSpan.Zero);
    }

    /// <summary>What so many operations took since the start.</summary>
    public Sample Sample(long operations, TimeSpan p50, TimeSpan p99)
    {
        var elapsed = Stopwatch.GetElapsedTime(Started);
        var processor = Environment.CpuUsage.TotalTime - _processor;
        var allocated = GC.GetTotalAllocatedBytes() - _allocated;
        return new Sample(
            operations / elapsed.TotalSeconds, p50, p99,
            allocated / (double)Math.Max(operations, 1), processor / Math.Max(operations, 1));
    }
}
