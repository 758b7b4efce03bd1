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

    /// <summary>Adds up what parts have counted, ordered by time, type and value.</summary>
    public static IReadOnlyList<EventCount> Total(IEnumerable<EventCount> parts)
        => [.. parts
            .GroupBy(c => (c.Start, c.Type, c.Value))
            .Select(same => same.First() with { Count = same.Sum(c => c.Count) })
            .OrderBy(c => c.Start)
            .ThenBy(c => c.Type, StringComparer.Ordinal)
            .ThenBy(c => c.Value, StringComparer.Ordinal)];
}
