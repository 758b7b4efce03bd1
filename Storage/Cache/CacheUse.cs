namespace HybridOrleans.Storage.Cache;

/// <summary>What the cache was good for since the silo started.</summary>
/// <param name="IsAnswering">True while the last command was answered.</param>
/// <param name="Hits">Reads that an entry answered.</param>
/// <param name="Misses">Reads that met no entry, or one that was out of date.</param>
/// <param name="Errors">Commands that were not answered in time.</param>
public sealed record CacheUse(bool IsAnswering, long Hits, long Misses, long Errors);
