namespace HybridOrleans.Grains.Interfaces;

/// <summary>Where an answer came from, or where a written value now is.</summary>
[GenerateSerializer]
[Alias("hybrid.tier")]
public enum Tier
{
    /// <summary>Tier 1: the memory of the grain's activation.</summary>
    Memory = 1,

    /// <summary>Tier 2: Redis.</summary>
    Cache = 2,

    /// <summary>Tier 3: the store, durably.</summary>
    Store = 3,
}
