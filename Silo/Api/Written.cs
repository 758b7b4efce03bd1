namespace HybridOrleans.Silo.Api;

/// <summary>Proof that a write is durable.</summary>
/// <param name="Revision">The revision that it made.</param>
/// <param name="HeldBy">The tiers that hold it now.</param>
internal sealed record Written(long Revision, IReadOnlyList<string> HeldBy);
