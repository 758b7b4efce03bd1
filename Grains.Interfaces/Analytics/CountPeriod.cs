namespace HybridOrleans.Grains.Interfaces;

/// <summary>How counts are spread over time, in UTC.</summary>
[GenerateSerializer]
[Alias("hybrid.count-period")]
public enum CountPeriod
{
    /// <summary>One count for the whole time asked for.</summary>
    Whole = 0,

    /// <summary>One for each hour.</summary>
    Hour = 1,

    /// <summary>One for each day.</summary>
    Day = 2,

    /// <summary>One for each calendar month.</summary>
    Month = 3,
}
