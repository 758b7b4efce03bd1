using System.Diagnostics;

namespace HybridOrleans.Bench.Measuring;

/// <summary>How long operations took, in ticks of the stopwatch.</summary>
internal sealed class Latencies(IEnumerable<long> ticks)
{
    private readonly long[] _sorted = [.. ticks.Order()];

    /// <summary>The time within which a share of the operations was done; zero when there was none.</summary>
    public TimeSpan At(double share)
        => _sorted.Length == 0
            ? TimeSpan.Zero
            : Stopwatch.GetElapsedTime(0, _sorted[(int)((_sorted.Length - 1) * share)]);
}
