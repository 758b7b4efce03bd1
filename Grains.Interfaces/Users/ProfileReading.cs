namespace HybridOrleans.Grains.Interfaces;

/// <summary>The answer to a read of a profile.</summary>
[GenerateSerializer, Immutable]
[Alias("hybrid.profile-reading")]
public sealed record ProfileReading
{
    /// <summary>The profile, or null when there is none.</summary>
    [Id(0)]
    public required JsonText? Body { get; init; }

    /// <summary>Counts the writes of this profile, deletes included; 0 when it was never written.</summary>
    [Id(1)]
    public required long Revision { get; init; }

    /// <summary>The tier that answered.</summary>
    [Id(2)]
    public required Tier ServedBy { get; init; }

    /// <summary>
    /// How long ago the store was asked for this value; zero when it was asked for this call alone. Of an unvalidated
    /// answer it compares the clocks of two silos.
    /// </summary>
    [Id(3)]
    public required TimeSpan Age { get; init; }

    /// <summary>
    /// True when the store gave no answer, and the memory of a silo that cannot be sure of it or the cache between the
    /// silos stands in for it: the value was stored once, and may have been changed or deleted since <see cref="Age"/>
    /// ago. Never older than what this client has seen. A write would fail now.
    /// </summary>
    [Id(4)]
    public bool IsUnvalidated { get; init; }
}
