namespace HybridOrleans.Grains.Interfaces;

/// <summary>A profile whose stored bytes are not what was written.</summary>
/// <param name="TelegramId">The user or group.</param>
/// <param name="Place">The file, relative to the root of the store.</param>
/// <param name="Reason">What does not fit, without personal data.</param>
/// <param name="CanBeAdopted">True when the bytes are an acceptable profile, so that adopting keeps them.</param>
[GenerateSerializer, Immutable]
[Alias("hybrid.damaged-profile")]
public sealed record DamagedProfile(
    [property: Id(0)] long TelegramId,
    [property: Id(1)] string Place,
    [property: Id(2)] string Reason,
    [property: Id(3)] bool CanBeAdopted);
