namespace HybridOrleans.Storage.Migration.Rehearsing;

/// <summary>What is tried out.</summary>
/// <param name="SharePercent">For how many percent of the keys PostgreSQL answers meanwhile; 1 to 100.</param>
/// <param name="CutFor">For how long every connection to the database is ended; 0.5 to 10 s.</param>
public sealed record RehearsalPlan(int SharePercent, TimeSpan CutFor)
{
    /// <summary>The shortest cut: a shorter one would end before a call had met it.</summary>
    public static readonly TimeSpan CutMin = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest cut.</summary>
    public static readonly TimeSpan CutMax = TimeSpan.FromSeconds(10);

    /// <summary>True when both are within their limits.</summary>
    public bool IsWithinLimits => SharePercent is >= 1 and <= 100 && CutFor >= CutMin && CutFor <= CutMax;

    /// <summary>A tenth of the keys, and a cut of 2 s.</summary>
    public static RehearsalPlan Default { get; } = new(10, TimeSpan.FromSeconds(2));
}
