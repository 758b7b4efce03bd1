namespace HybridOrleans.Grains.Interfaces;

/// <summary>Counts over a part of one partition.</summary>
[GenerateSerializer, Immutable]
[Alias("hybrid.event-counts")]
public sealed record EventCounts
{
    /// <summary>The counts, in no order.</summary>
    [Id(0)]
    public required IReadOnlyList<EventCount> Counts { get; init; }

    /// <summary>Where to go on; null when this was the end.</summary>
    [Id(1)]
    public required long? Next { get; init; }
}
