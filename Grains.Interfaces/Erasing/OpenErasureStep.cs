namespace HybridOrleans.Grains.Interfaces;

/// <summary>A part of an erasure that is not confirmed.</summary>
/// <param name="Step">Which part, such as <c>profile</c> or <c>postgres</c>.</param>
/// <param name="Why">What it waits for, without personal data other than ids.</param>
[GenerateSerializer, Immutable]
[Alias("hybrid.open-erasure-step")]
public sealed record OpenErasureStep([property: Id(0)] string Step, [property: Id(1)] string Why);
