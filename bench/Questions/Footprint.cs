using System.Diagnostics;
using HybridOrleans.Bench.Grains;
using HybridOrleans.Bench.Hosting;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Bench.Questions;

/// <summary>What does a profile cost in memory, and how long until a new process serves its first call?</summary>
internal sealed class Footprint(Workbench bench, TextWriter progress)
{
    /// <summary>The hidden verb of the process whose start is measured.</summary>
    public const string FirstCall = "first-call";

    private const int Grains = 10_000;
    private const int Starts = 5;

    /// <summary>Managed bytes for 1,000 active profiles, and for 1,000 bare grains that hold the same bytes.</summary>
    public async Task<Memory> BytesPerThousandAsync()
        => new(
            await BytesAsync("profiles", (id, body) => bench.Silo.Inside.GetGrain<IUserGrain>(id, "footprint")
                .SaveAsync(body, null, CancellationToken.None).AsTask()),
            await BytesAsync("bare grains", (id, body) => bench.Silo.Inside.GetGrain<IBareGrain>($"footprint/{id}")
                .SetAsync(body).AsTask()));

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

    private async Task<double> BytesAsync(string what, Func<int, JsonText, Task> saveAsync)
    {
        // The first thousand warm up what is kept once and not per grain: buffers, code, tables that grow.
        await ActivateAsync(1, 1000, saveAsync);
        var before = Settled();
        await ActivateAsync(1_000_000, Grains, saveAsync);
        var bytes = (Settled() - before) / (Grains / 1000.0);
        await progress.WriteLineAsync($"memory: {bytes:N0} bytes per 1,000 active {what}");
        return bytes;
    }

    private static Task ActivateAsync(int first, int count, Func<int, JsonText, Task> saveAsync)
        => Parallel.ForEachAsync(
            Enumerable.Range(first, count),
            new ParallelOptions { MaxDegreeOfParallelism = 32 },
            async (id, _) => await saveAsync(id, new JsonText(Bodies.Of(id).AsSpan().ToArray())));
}
