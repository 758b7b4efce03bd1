namespace HybridOrleans.Bench.Measuring;

/// <summary>What one round of one contender gave.</summary>
/// <param name="PerSecond">Completed operations per second.</param>
/// <param name="P50">Median time of an operation.</param>
/// <param name="P99">The time that one in a hundred operations exceeded.</param>
/// <param name="BytesPerOperation">Managed memory allocated in this process, per operation.</param>
/// <param name="Processor">Processor time of this process, per operation; the database's is not in it.</param>
internal sealed record Sample(
    double PerSecond, TimeSpan P50, TimeSpan P99, double BytesPerOperation, TimeSpan Processor)
{
    /// <summary>The median of each figure on its own.</summary>
    public static Sample MedianOf(IReadOnlyList<Sample> rounds)
        => new(
            Middle(rounds.Select(r => r.PerSecond)),
            Middle(rounds.Select(r => r.P50)),
            Middle(rounds.Select(r => r.P99)),
            Middle(rounds.Select(r => r.BytesPerOperation)),
            Middle(rounds.Select(r => r.Processor)));

    private static T Middle<T>(IEnumerable<T> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
