namespace HybridOrleans.Grains.Interfaces;

/// <summary>One thing that was put aside, without its content.</summary>
/// <param name="Source">Where it came from.</param>
/// <param name="Reason">Why it was put aside.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="KeptAt">When it was first kept, UTC.</param>
[GenerateSerializer, Immutable]
[Alias("hybrid.quarantine-listing")]
public sealed record QuarantineListing(
    [property: Id(0)] string Source,
    [property: Id(1)] string Reason,
    [property: Id(2)] long Bytes,
    [property: Id(3)] DateTimeOffset KeptAt);
