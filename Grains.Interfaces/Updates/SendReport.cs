namespace HybridOrleans.Grains.Interfaces;

/// <summary>What became of a send.</summary>
/// <param name="Id">Which one.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="After">When it may be tried again, from now; only for <see cref="SendOutcome.Later"/>.</param>
[GenerateSerializer, Immutable]
[Alias("hybrid.send-report")]
public sealed record SendReport(
    [property: Id(0)] Guid Id, [property: Id(1)] SendOutcome Outcome, [property: Id(2)] TimeSpan After);
