namespace HybridOrleans.Storage.Migration;

/// <summary>One row of the <see cref="PhaseTable"/>.</summary>
/// <param name="Root">The store whose compare-and-set decides.</param>
/// <param name="FollowerWrites">How the other store learns of a write.</param>
/// <param name="Reads">What a read of a key in the share asks; outside of the share it asks the root.</param>
/// <param name="IsCacheInFront">
/// True when the cache is asked beside the root. Files are read as fast as they are confirmed, so that while JSON
/// decides the cache is only filled, for when no root answers.
/// </param>
internal readonly record struct PhaseRule(
    Side Root, FollowerWrites FollowerWrites, ActivationReads Reads, bool IsCacheInFront = false);
