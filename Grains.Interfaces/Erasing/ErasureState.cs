namespace HybridOrleans.Grains.Interfaces;

/// <summary>How far an erasure is.</summary>
[GenerateSerializer]
[Alias("hybrid.erasure-state")]
public enum ErasureState
{
    /// <summary>Nobody has ever asked for one.</summary>
    None = 0,

    /// <summary>Something is left to do; it is carried on by itself.</summary>
    Open = 1,

    /// <summary>Every store has confirmed it.</summary>
    Complete = 2,
}
