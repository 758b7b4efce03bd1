namespace HybridOrleans.Grains.Interfaces;

/// <summary>The answer to a read of a configuration.</summary>
[GenerateSerializer, Immutable]
[Alias("hybrid.configuration-reading")]
public sealed record ConfigurationReading
{
    /// <summary>The configuration, or null when there is none.</summary>
    [Id(0)]
    public required JsonText? Body { get; init; }

    /// <summary>Counts the writes of this configuration, deletes included; 0 when it was never written.</summary>
    [Id(1)]
    public required long Revision { get; init; }

    /// <summary>The tier that answered.</summary>
    [Id(2)]
    public required Tier ServedBy { get; init; }

    /// <summary>At most how long ago the store was asked for this value.</summary>
    [Id(3)]
    public required TimeSpan Age { get; init; }

    /// <summary>
    /// True unless the store could not be asked: then it is the newest value that memory and the cache between the
    /// silos hold, and no write that another activation acknowledged after <see cref="Age"/> is in it.
    /// </summary>
    [Id(4)]
    public required bool IsConfirmed { get; init; }
}
