using System.Diagnostics;
using HybridOrleans.Bench.Hosting;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Bench.Questions;

/// <summary>What does a profile cost in memory, and how long until a new process serves its first call?</summary>
internal sealed class Footprint(Workbench bench, TextWriter progress)
{
    /// <summary>The hidden verb of the process whose start is measured.</summary>
    public const string FirstCall = "first-call";

    private const int Profiles = 10_000;
    private const int Starts = 5;

    /// <summary>Managed bytes for 1,000 active grains with 1 KB each, after a full collection.</summary>
    public async Task<double> BytesPerThousandAsync()
    {
        await ActivateAsync(1, 1);
        var before = Settled();
        await ActivateAsync(1_000_000, Profiles);
        var bytes = (Settled() - before) / (Profiles / 1000.0);
        await progress.WriteLineAsync($"memory: {bytes:N0} bytes per 1,000 active profiles");
        return bytes;
    }

    /// <summary>The median time from the start of a process to the answer of its first grain call.</summary>
    public async Task<TimeSpan> StartToFirstCallAsync()
    {
        var times = new List<TimeSpan>();
        for (var i = 0; i < Starts; i++)
        {
            var started = Stopwatch.GetTimestamp();
            using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [FirstCall])
            {
                RedirectStandardOutput = true,
            })!;
            var answer = await process.StandardOutput.ReadLineAsync();
            times.Add(Stopwatch.GetElapsedTime(started));
            await process.WaitForExitAsync();
            if (answer != "served")
            {
                throw new InvalidOperationException($"The measured process said '{answer}'.");
            }

            await progress.WriteLineAsync($"start to first call: {times[^1].TotalMilliseconds:N0} ms");
        }

        return times.Order().ElementAt(Starts / 2);
    }

    private static long Settled()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private Task ActivateAsync(int first, int count)
        => Parallel.ForEachAsync(
            Enumerable.Range(first, count),
            new ParallelOptions { MaxDegreeOfParallelism = 32 },
            async (id, cancellation) => await bench.Silo.Inside.GetGrain<IUserGrain>(id, "footprint")
                .SaveAsync(new JsonText(Bodies.Of(id).AsSpan().ToArray()), null, cancellation));
}
