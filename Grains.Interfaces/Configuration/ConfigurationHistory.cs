namespace HybridOrleans.Grains.Interfaces;

/// <summary>The last changes of a configuration.</summary>
/// <param name="Revision">The present revision; 0 when it was never written.</param>
/// <param name="Exists">False when it was never written, or when the last write deleted it.</param>
/// <param name="Changes">
/// The newest first; at most <see cref="ConfigurationLimits.ChangesMax"/>, fewer where they name many members. Empty
/// after a delete, which takes them along.
/// </param>
[GenerateSerializer, Immutable]
[Alias("hybrid.configuration-history")]
public sealed record ConfigurationHistory(
    [property: Id(0)] long Revision,
    [property: Id(1)] bool Exists,
    [property: Id(2)] IReadOnlyList<ConfigurationChange> Changes);
