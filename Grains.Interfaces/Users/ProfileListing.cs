namespace HybridOrleans.Grains.Interfaces;

/// <summary>One line of the list of profiles.</summary>
/// <param name="TelegramId">The user or group.</param>
/// <param name="Revision">The revision that the listing saw; it may be a moment old. 0 for a damaged record.</param>
[GenerateSerializer, Immutable]
[Alias("hybrid.profile-listing")]
public readonly record struct ProfileListing([property: Id(0)] long TelegramId, [property: Id(1)] long Revision);
