namespace HybridOrleans.Grains.Interfaces;

/// <summary>One thing that was done to a component.</summary>
/// <param name="At">UTC.</param>
/// <param name="By">The operator, or <c>controller</c>.</param>
/// <param name="What">The verb.</param>
/// <param name="Why">The reason that was given, or the limit that was crossed.</param>
/// <param name="Outcome">What came of it.</param>
[GenerateSerializer, Immutable]
[Alias("hybrid.history-listing")]
public sealed record HistoryListing(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] string By,
    [property: Id(2)] string What,
    [property: Id(3)] string Why,
    [property: Id(4)] string Outcome);
