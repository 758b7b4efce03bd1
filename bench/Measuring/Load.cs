using System.Diagnostics;

namespace HybridOrleans.Bench.Measuring;

/// <summary>Keeps a number of callers busy for a while, each with one operation under way at a time.</summary>
internal static class Load
{
    private const int LatenciesPerCaller = 4096;

    /// <param name="callers">How many operations are under way at once.</param>
    /// <param name="duration">How long operations are started.</param>
    /// <param name="operation">One operation of a caller; the number counts its operations.</param>
    public static async Task<Sample> RunAsync(int callers, TimeSpan duration, Func<int, long, ValueTask> operation)
    {
        GC.Collect();
        var allocated = GC.GetTotalAllocatedBytes();
        var processor = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        // The clock ends the round and no timer: operations that never wait would leave a timer no thread to run on.
        var end = started + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var running = Enumerable.Range(0, callers)
            .Select(caller => Task.Run(() => CallAsync(caller, operation, end), CancellationToken.None))
            .ToList();
        var calls = await Task.WhenAll(running);
        var elapsed = Stopwatch.GetElapsedTime(started);
        processor = Environment.CpuUsage.TotalTime - processor;
        allocated = GC.GetTotalAllocatedBytes() - allocated;

        var count = calls.Sum(c => c.Count);
        var latencies = calls.SelectMany(c => c.Latencies).Order().ToArray();
        return new Sample(
            count / elapsed.TotalSeconds,
            At(latencies, 0.50),
            At(latencies, 0.99),
            allocated / (double)Math.Max(count, 1),
            processor / Math.Max(count, 1));
    }

    private static async Task<(long Count, long[] Latencies)> CallAsync(
        int caller, Func<int, long, ValueTask> operation, long end)
    {
        // The latest times are kept; they stand for the rest of the round.
        var latencies = new long[LatenciesPerCaller];
        long count = 0;
        long started;
        while ((started = Stopwatch.GetTimestamp()) < end)
        {
            var operating = operation(caller, count);
            var isDoneAlready = operating.IsCompleted;
            await operating;
            latencies[count++ % LatenciesPerCaller] = Stopwatch.GetTimestamp() - started;
            if (isDoneAlready)
            {
                // Callers take turns also where nothing ever waits; else the first few would keep all threads.
                await Task.Yield();
            }
        }

        return (count, latencies[..(int)Math.Min(count, LatenciesPerCaller)]);
    }

    private static TimeSpan At(long[] sorted, double share)
        => sorted.Length == 0
            ? TimeSpan.Zero
            : Stopwatch.GetElapsedTime(0, sorted[(int)((sorted.Length - 1) * share)]);
}
