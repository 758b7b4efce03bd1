namespace HybridOrleans.Grains.Interfaces;

/// <summary>How far the erasure of a user is.</summary>
[GenerateSerializer, Immutable]
[Alias("hybrid.erasure-receipt")]
public sealed record ErasureReceipt
{
    /// <summary>How far it is.</summary>
    [Id(0)]
    public required ErasureState State { get; init; }

    /// <summary>When it was asked for, UTC; null once it is complete, and where nobody asked.</summary>
    [Id(1)]
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>The parts that are confirmed and will not be done again.</summary>
    [Id(2)]
    public IReadOnlyList<string> Done { get; init; } = [];

    /// <summary>The parts that are not, and why; empty when it is complete.</summary>
    [Id(3)]
    public IReadOnlyList<OpenErasureStep> Open { get; init; } = [];

    /// <summary>True when every store has confirmed it.</summary>
    public bool IsComplete => State == ErasureState.Complete;
}
