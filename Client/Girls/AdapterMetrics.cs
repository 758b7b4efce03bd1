namespace HybridOrleans.Client;

/// <summary>What an adapter has met since it was made. All counts only grow.</summary>
public sealed record AdapterMetrics
{
    /// <summary>Changes that were stored.</summary>
    public required long Changes { get; init; }

    /// <summary>How often another process was faster with a profile, so that a change was made again.</summary>
    public required long Conflicts { get; init; }

    /// <summary>Events that are stored.</summary>
    public required long EventsLogged { get; init; }

    /// <summary>Events that were given up: too many were waiting, or the cluster refused or lost them.</summary>
    public required long EventsLost { get; init; }

    /// <summary>Events that wait for their answer now.</summary>
    public required int EventsPending { get; init; }
}
