namespace HybridOrleans.Grains.Interfaces;

/// <summary>How new the answer to a read must be.</summary>
[GenerateSerializer]
[Alias("hybrid.freshness")]
public enum Freshness
{
    /// <summary>
    /// The activation may answer from memory, and the cache while the store gives no answer. Never older than what this
    /// client has seen or written.
    /// </summary>
    Cached = 0,

    /// <summary>The store is asked, and without its answer there is none.</summary>
    Fresh = 1,
}
