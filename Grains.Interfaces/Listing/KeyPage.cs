namespace HybridOrleans.Grains.Interfaces;

/// <summary>A part of a list of keys.</summary>
/// <param name="Ids">Chat ids or scope ids; there may be none though more pages follow.</param>
/// <param name="Next">Where the next page begins, or null after the last one.</param>
[GenerateSerializer, Immutable]
[Alias("hybrid.key-page")]
public sealed record KeyPage([property: Id(0)] IReadOnlyList<string> Ids, [property: Id(1)] string? Next);
