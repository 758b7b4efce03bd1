namespace HybridOrleans.Grains.Interfaces;

/// <summary>What came of a <see cref="MigrationRequest"/>.</summary>
/// <param name="Done">True when it was done, is under way, or was so already.</param>
/// <param name="Message">What was done or would be done, or the one reason why not with the way out.</param>
[GenerateSerializer, Immutable]
[Alias("hybrid.migration-answer")]
public sealed record MigrationAnswer(
    [property: Id(0)] bool Done,
    [property: Id(1)] string Message);
