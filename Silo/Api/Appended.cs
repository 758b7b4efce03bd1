namespace HybridOrleans.Silo.Api;

/// <summary>Proof that a message or an event is durable.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="IsNew">False when it was there before.</param>
internal sealed record Appended(long Sequence, bool IsNew);
