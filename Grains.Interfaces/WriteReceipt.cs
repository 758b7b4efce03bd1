namespace HybridOrleans.Grains.Interfaces;

/// <summary>Proof of an acknowledged write.</summary>
[GenerateSerializer, Immutable]
[Alias("hybrid.write-receipt")]
public sealed record WriteReceipt
{
    /// <summary>The revision that the write made. A later read by this client never shows an older one.</summary>
    [Id(0)]
    public required long Revision { get; init; }

    /// <summary>
    /// The tiers that hold the value now; <see cref="Tier.Store"/> always, since that is what durable means.
    /// </summary>
    [Id(1)]
    public required IReadOnlyList<Tier> HeldBy { get; init; }
}
