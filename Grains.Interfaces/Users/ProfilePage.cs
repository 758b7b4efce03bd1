namespace HybridOrleans.Grains.Interfaces;

/// <summary>A part of the list of profiles.</summary>
[GenerateSerializer, Immutable]
[Alias("hybrid.profile-page")]
public sealed record ProfilePage
{
    /// <summary>The profiles, in the order of the stores (by a hash of the key), which never changes.</summary>
    [Id(0)]
    public required IReadOnlyList<ProfileListing> Profiles { get; init; }

    /// <summary>Where the next page begins, or null after the last one.</summary>
    [Id(1)]
    public required string? Next { get; init; }
}
