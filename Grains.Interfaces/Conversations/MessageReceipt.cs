namespace HybridOrleans.Grains.Interfaces;

/// <summary>Proof that a message is stored.</summary>
[GenerateSerializer, Immutable]
[Alias("hybrid.message-receipt")]
public sealed record MessageReceipt
{
    /// <summary>The number of the message in its conversation.</summary>
    [Id(0)]
    public required long Sequence { get; init; }

    /// <summary>False when the conversation had a message with this id before, which stays as it is.</summary>
    [Id(1)]
    public required bool IsNew { get; init; }

    /// <summary>The revision of the conversation. A later read by this client never shows an older one.</summary>
    [Id(2)]
    public required long Revision { get; init; }

    /// <summary>
    /// The tiers that hold the message now; <see cref="Tier.Store"/> always, since that is what durable means.
    /// </summary>
    [Id(3)]
    public required IReadOnlyList<Tier> HeldBy { get; init; }
}
