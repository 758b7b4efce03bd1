namespace HybridOrleans.Silo.Hosting;

/// <summary>Ends this process with the one that started it, whose end closes our standard input.</summary>
/// <remarks>
/// The kernel closes the pipe however that process ends, also by a kill that nobody can handle. Nothing else tells it
/// on every system: a parent that is gone sends no signal.
/// </remarks>
internal static class Lifeline
{
    /// <summary>The longest time that a silo without its starter takes to stop by itself.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    /// <summary>Asks the host to stop when the input ends, and ends the process when it does not.</summary>
    public static void Watch(IHostApplicationLifetime lifetime, TextWriter errors)
        => _ = WatchAsync(Console.OpenStandardInput(), lifetime, errors);

    /// <summary>Waits for the first line or for the end of the input.</summary>
    /// <returns>True for a line, which asks to stop; false for the end: whoever held the other side is gone.</returns>
    public static Task<bool> SaysStopAsync(Stream input)
        => RunOnAThread(() => new StreamReader(input).ReadLine() is not null);

    private static async Task WatchAsync(Stream input, IHostApplicationLifetime lifetime, TextWriter errors)
    {
        while (await SaysStopAsync(input))
        {
            // What is said is not for a silo; only the end counts.
        }

        lifetime.StopApplication();
        await Task.Delay(StopLimit);
        await errors.WriteLineAsync(
            $"The silo stopped at once: what started it is gone, and a clean stop took longer than "
            + $"{StopLimit.TotalSeconds:0} s.");
        Environment.Exit(SiloProcess.Failure);
    }

    // Reading blocks for as long as the starter lives, which is no work for a thread of the pool.
    private static Task<T> RunOnAThread<T>(Func<T> work) => Task.Factory.StartNew(
        work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
