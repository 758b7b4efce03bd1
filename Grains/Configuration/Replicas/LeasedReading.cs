using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Grains.Configuration;

/// <summary>An answer of the owner, and how long the silo that asked may repeat it.</summary>
/// <param name="Reading">The answer.</param>
/// <param name="Lease">
/// Counted by the silo from before it asked; zero when the answer may be used once only.
/// </param>
[GenerateSerializer, Immutable]
[Alias("hybrid.leased-reading")]
internal sealed record LeasedReading(
    [property: Id(0)] ConfigurationReading Reading,
    [property: Id(1)] TimeSpan Lease);
