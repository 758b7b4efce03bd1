namespace HybridOrleans.Grains.Interfaces;

/// <summary>Events of one partition, the oldest first.</summary>
[GenerateSerializer, Immutable]
[Alias("hybrid.event-page")]
public sealed record EventPage
{
    /// <summary>The events.</summary>
    [Id(0)]
    public required IReadOnlyList<EventEntry> Events { get; init; }

    /// <summary>Where to go on; null when this was the end.</summary>
    [Id(1)]
    public required long? Next { get; init; }

    /// <summary>The number of the first event that was not deleted with its month; 1 when none was.</summary>
    [Id(2)]
    public long First { get; init; } = 1;
}
