namespace HybridOrleans.Grains.Interfaces;

/// <summary>The answer to a <see cref="TurnRequest"/>.</summary>
/// <param name="State">Whether the turn was given.</param>
/// <param name="Lease">How long it holds unless it is renewed.</param>
[GenerateSerializer, Immutable]
[Alias("hybrid.turn-answer")]
public sealed record TurnAnswer([property: Id(0)] TurnState State, [property: Id(1)] TimeSpan Lease);
