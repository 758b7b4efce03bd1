namespace HybridOrleans.Grains.Interfaces;

/// <summary>A key that both stores hold differently though nobody was writing it.</summary>
/// <param name="Key">The key.</param>
/// <param name="Reason">What differs.</param>
/// <param name="RootRevision">The revision in the store that decides; 0 for none.</param>
/// <param name="RootHash">The first 16 hex digits of the body's SHA-256; empty for a tombstone or nothing.</param>
/// <param name="FollowerRevision">The revision in the other store; 0 for none.</param>
/// <param name="FollowerHash">As <paramref name="RootHash"/>.</param>
[GenerateSerializer, Immutable]
[Alias("hybrid.divergence-listing")]
public sealed record DivergenceListing(
    [property: Id(0)] string Key,
    [property: Id(1)] string Reason,
    [property: Id(2)] long RootRevision,
    [property: Id(3)] string RootHash,
    [property: Id(4)] long FollowerRevision,
    [property: Id(5)] string FollowerHash);
