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
        var meter = Meter.Start();
        // The clock ends the round and no timer: operations that never wait would leave a timer no thread to run on.
        var end = meter.Started + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var running = Enumerable.Range(0, callers)
            .Select(caller => Task.Run(() => CallAsync(caller, operation, end), CancellationToken.None))
            .ToList();
        var calls = await Task.WhenAll(running);
        var latencies = new Latencies(calls.SelectMany(c => c.Latencies));
        return meter.Sample(calls.Sum(c => c.Count), latencies.At(0.50), latencies.At(0.99));
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
}
