using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client;

/// <summary>What the calls of one client were like since it was made.</summary>
public sealed record CallMetrics
{
    /// <summary>Since when.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Reads of profiles, configurations and conversations, by the tier that answered.</summary>
    public required IReadOnlyDictionary<Tier, CallLatency> Reads { get; init; }

    /// <summary>Writes of every kind.</summary>
    public required CallLatency Writes { get; init; }

    /// <summary>Calls that ended with an error of the cluster, after all repetitions.</summary>
    public required long Failed { get; init; }

    /// <summary>Repetitions.</summary>
    public required long Repeated { get; init; }

    /// <summary>Reads that the cache answered while the store gave no answer.</summary>
    public required long Unvalidated { get; init; }
}
