namespace HybridOrleans.Grains.Interfaces;

/// <summary>A change of one state of an owner.</summary>
[GenerateSerializer, Immutable]
[Alias("hybrid.state-change")]
public sealed record StateChange
{
    /// <summary>The name of the state.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>The <see cref="StateReading.Stamp"/> that it was made from; another one refuses the commit.</summary>
    [Id(1)]
    public required long Stamp { get; init; }

    /// <summary>The new JSON, or null to remove the state.</summary>
    [Id(2)]
    public required JsonText? Data { get; init; }

    /// <summary>The version of the type.</summary>
    [Id(3)]
    public required int Version { get; init; }

    /// <summary>How long after this write it reads as new; null for never.</summary>
    [Id(4)]
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>The size only: state is personal.</summary>
    public override string ToString() => $"version {Version}, {Data?.Utf8.Length ?? 0} bytes";
}
