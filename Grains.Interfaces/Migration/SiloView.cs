namespace HybridOrleans.Grains.Interfaces;

/// <summary>What one silo believes about one component.</summary>
/// <param name="Silo">The silo's address.</param>
/// <param name="Component">The component.</param>
/// <param name="Epoch">The epoch of its view.</param>
/// <param name="Phase">The phase of its view.</param>
/// <param name="SharePercent">The share of its view.</param>
/// <param name="Age">How long ago the pull began that gave the view.</param>
[GenerateSerializer, Immutable]
[Alias("hybrid.silo-view")]
public sealed record SiloView(
    [property: Id(0)] string Silo,
    [property: Id(1)] ComponentName Component,
    [property: Id(2)] long Epoch,
    [property: Id(3)] MigrationPhase Phase,
    [property: Id(4)] int SharePercent,
    [property: Id(5)] TimeSpan Age);
