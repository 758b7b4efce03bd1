namespace HybridOrleans.Grains.Interfaces;

/// <summary>A count of events.</summary>
/// <param name="Start">The start of the period in UTC; <see cref="EventQuery.From"/> for the whole time.</param>
/// <param name="Type">The type of the events.</param>
/// <param name="Value">
/// The value of the dimension asked for; null when none was asked for, or the events do not have it.
/// </param>
/// <param name="Count">How many there are.</param>
[GenerateSerializer, Immutable]
[Alias("hybrid.event-count")]
public sealed record EventCount(DateTimeOffset Start, string Type, string? Value, long Count);
