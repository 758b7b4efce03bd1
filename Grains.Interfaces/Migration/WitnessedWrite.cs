namespace HybridOrleans.Grains.Interfaces;

/// <summary>A write that a silo acknowledged during a rehearsal.</summary>
/// <param name="Key">The key as it is stored.</param>
/// <param name="Revision">1 or more.</param>
/// <param name="Hash">The SHA-256 of the body in hexadecimal digits; null for a delete.</param>
[GenerateSerializer, Immutable]
[Alias("hybrid.witnessed-write")]
public sealed record WitnessedWrite(
    [property: Id(0)] string Key, [property: Id(1)] long Revision, [property: Id(2)] string? Hash);
