namespace HybridOrleans.Grains.Interfaces;

/// <summary>One acknowledged save or patch of a configuration.</summary>
/// <param name="Revision">The revision that it made.</param>
/// <param name="At">When, by the clock of the silo that wrote it (UTC).</param>
/// <param name="Members">
/// The top-level members that were added, changed or removed: at most 16, each cut after 64 characters.
/// </param>
/// <param name="MembersLeftOut">How many more there were.</param>
[GenerateSerializer, Immutable]
[Alias("hybrid.configuration-change")]
public sealed record ConfigurationChange(
    [property: Id(0)] long Revision,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] IReadOnlyList<string> Members,
    [property: Id(3)] int MembersLeftOut);
