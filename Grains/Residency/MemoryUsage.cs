namespace HybridOrleans.Grains.Residency;

/// <summary>How the memory of one component was used since the silo started.</summary>
/// <param name="Activations">The grains that hold state now.</param>
/// <param name="Hits">Reads that memory answered.</param>
/// <param name="Misses">Reads for which a store was asked.</param>
internal readonly record struct MemoryUsage(int Activations, long Hits, long Misses);
