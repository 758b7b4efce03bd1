namespace HybridOrleans.Client;

/// <summary>How a manager of profiles works. Immutable.</summary>
public sealed record GirlsSettings
{
    /// <summary>What keyword snapshots are made by, in the order in which topics are suggested.</summary>
    /// <value><see cref="TopicRule.Defaults"/>. Empty for no keyword snapshots.</value>
    public IReadOnlyList<TopicRule> Topics { get; init; } = TopicRule.Defaults;

    /// <summary>Sums talks up.</summary>
    /// <value>Null: the first 300 characters become the summary and the notes.</value>
    public IProfileAnalyzer? Analyzer { get; init; }

    /// <summary>Whether the adapter of the cluster logs an event for each change.</summary>
    /// <value>True. <see cref="GirlsManager"/> logs none.</value>
    public bool LogsEvents { get; init; } = true;

    /// <summary>The clock.</summary>
    /// <value>The system's. On the cluster the silo's clock times activity.</value>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
