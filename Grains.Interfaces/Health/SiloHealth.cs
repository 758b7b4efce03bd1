namespace HybridOrleans.Grains.Interfaces;

/// <summary>What one silo sees of its stores and of its memory. Counts grow from the start of the silo.</summary>
[GenerateSerializer, Immutable]
[Alias("hybrid.silo-health")]
public sealed record SiloHealth
{
    /// <summary>The silo's address.</summary>
    [Id(0)]
    public required string Silo { get; init; }

    /// <summary>Whether PostgreSQL answered just now; null when none is attached to this silo.</summary>
    [Id(1)]
    public required bool? DatabaseAnswers { get; init; }

    /// <summary>Whether Redis answered the last time; null when no cache is configured.</summary>
    [Id(2)]
    public required bool? RedisAnswers { get; init; }

    /// <summary>Reads that memory answered.</summary>
    [Id(3)]
    public required long MemoryHits { get; init; }

    /// <summary>Reads for which a store was asked.</summary>
    [Id(4)]
    public required long MemoryMisses { get; init; }

    /// <summary>Reads that Redis answered after the store had confirmed it.</summary>
    [Id(5)]
    public required long CacheHits { get; init; }

    /// <summary>Reads for which Redis had no entry, or one that was out of date.</summary>
    [Id(6)]
    public required long CacheMisses { get; init; }

    /// <summary>Commands that Redis did not answer, or not in time.</summary>
    [Id(7)]
    public required long CacheErrors { get; init; }
}
