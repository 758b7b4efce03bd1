namespace HybridOrleans.Grains.Interfaces;

/// <summary>How far a long step of a migration has come.</summary>
/// <param name="What">The step: <c>synchronise</c>, <c>verify</c>, <c>catch up</c>.</param>
/// <param name="Done">Records done.</param>
/// <param name="Total">Records counted at its start; 0 while nobody knows.</param>
/// <param name="PerSecond">The rate of the last seconds.</param>
/// <param name="Left">The time left at that rate; null while nobody knows.</param>
/// <param name="PerSecondMax">The limit that live traffic or an operator has set; 0 for none.</param>
/// <param name="IsPaused">True when an operator paused it.</param>
[GenerateSerializer, Immutable]
[Alias("hybrid.migration-progress")]
public sealed record MigrationProgress(
    [property: Id(0)] string What,
    [property: Id(1)] long Done,
    [property: Id(2)] long Total,
    [property: Id(3)] double PerSecond,
    [property: Id(4)] TimeSpan? Left,
    [property: Id(5)] double PerSecondMax,
    [property: Id(6)] bool IsPaused);
