using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client;

/// <summary>How fast a bot's data is.</summary>
public sealed record PerformanceMetrics
{
    /// <summary>What this client's calls were like, by tier.</summary>
    public required CallMetrics Calls { get; init; }

    /// <summary>
    /// What the calls of all clients to the stores were like in the last 10 seconds, by component, with the reads for
    /// which JSON stood in for PostgreSQL; a component that nobody has reported of is left out.
    /// </summary>
    public required IReadOnlyDictionary<ComponentName, RecentCalls> Stores { get; init; }

    /// <summary>
    /// Reads that another tier or store answered than the one that should have: the cache without the store's word, as
    /// this client saw it, and JSON instead of PostgreSQL in the last 10 seconds.
    /// </summary>
    public long Fallbacks => Calls.Unvalidated + Stores.Values.Sum(calls => calls.Unanswered + calls.Unequal);
}
