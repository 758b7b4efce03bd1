namespace HybridOrleans.Bench.Measuring;

/// <summary>One line of the table.</summary>
/// <param name="Question">What was measured, such as <c>durable write</c>.</param>
/// <param name="Callers">How many at once.</param>
/// <param name="Contender">Who did it.</param>
/// <param name="Rounds">What each round gave.</param>
internal sealed record Row(string Question, int Callers, string Contender, IReadOnlyList<Sample> Rounds)
{
    /// <summary>The contender that this one is compared with, where its name alone does not tell.</summary>
    public string? Baseline { get; init; }

    public Sample Median { get; } = Sample.MedianOf(Rounds);

    /// <summary>
    /// How many times as fast as another contender: the median over the rounds of their ratio in the same round.
    /// </summary>
    public double RatioTo(Row other)
    {
        var ratios = Rounds.Zip(other.Rounds, (ours, theirs) => ours.PerSecond / theirs.PerSecond).Order().ToList();
        return ratios[ratios.Count / 2];
    }
}
