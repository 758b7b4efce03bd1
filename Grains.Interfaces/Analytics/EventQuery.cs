namespace HybridOrleans.Grains.Interfaces;

/// <summary>Which events are counted, and what a count is of. Immutable.</summary>
[GenerateSerializer, Immutable]
[Alias("hybrid.event-query")]
public sealed record EventQuery
{
    /// <summary>The longest time between <see cref="From"/> and <see cref="Until"/>, in months.</summary>
    public const int MonthsMax = 120;

    /// <summary>The earliest time, inclusive.</summary>
    [Id(0)]
    public required DateTimeOffset From { get; init; }

    /// <summary>The end, exclusive; at most <see cref="MonthsMax"/> months after <see cref="From"/>.</summary>
    [Id(1)]
    public required DateTimeOffset Until { get; init; }

    /// <summary>Only events of this type; null for all, which are counted type by type.</summary>
    [Id(2)]
    public string? Type { get; init; }

    /// <summary>Only events that have these values of these dimensions.</summary>
    [Id(3)]
    public IReadOnlyDictionary<string, string> Where { get; init; } = new Dictionary<string, string>();

    /// <summary>Counts each value of this dimension by itself; null for no such split.</summary>
    [Id(4)]
    public string? Dimension { get; init; }

    /// <summary>Counts each of these periods by itself.</summary>
    [Id(5)]
    public CountPeriod Period { get; init; } = CountPeriod.Whole;

    /// <exception cref="InvalidInputException">The times make no sense, or the period is none.</exception>
    public void Require()
    {
        if (Until <= From || Until > From.AddMonths(MonthsMax))
        {
            throw new InvalidInputException(
                $"A count from {From:u} until {Until:u} is refused: the end lies after the start, and at most "
                + $"{MonthsMax} months after it.");
        }

        if (!Enum.IsDefined(Period))
        {
            throw new InvalidInputException($"There is no period {(int)Period}: use Whole, Hour, Day or Month.");
        }
    }
}
