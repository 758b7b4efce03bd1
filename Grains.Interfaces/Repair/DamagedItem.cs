namespace HybridOrleans.Grains.Interfaces;

/// <summary>A stored document whose bytes are not what was written.</summary>
/// <param name="Component">The component that it belongs to.</param>
/// <param name="Key">
/// Its key without the bot: a Telegram id, <c>scope</c> or <c>scope/id</c>, or a document of a log, such as
/// <c>42/00000003</c> and <c>2026-11/3/head</c>.
/// </param>
/// <param name="Place">The file, relative to the root of the store.</param>
/// <param name="Reason">What does not fit, without personal data.</param>
/// <param name="CanBeAdopted">True when the bytes are acceptable there, so that adopting keeps them.</param>
[GenerateSerializer, Immutable]
[Alias("hybrid.damaged-item")]
public sealed record DamagedItem(
    [property: Id(0)] ComponentName Component,
    [property: Id(1)] string Key,
    [property: Id(2)] string Place,
    [property: Id(3)] string Reason,
    [property: Id(4)] bool CanBeAdopted);
