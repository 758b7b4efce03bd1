namespace HybridOrleans.Grains.Interfaces;

/// <summary>One state of an owner, as it is stored.</summary>
[GenerateSerializer, Immutable]
[Alias("hybrid.state-reading")]
public sealed record StateReading
{
    /// <summary>The JSON, or null when there is none or its time has run out.</summary>
    [Id(0)]
    public JsonText? Data { get; init; }

    /// <summary>The version of the type that wrote it; 0 when there is none.</summary>
    [Id(1)]
    public int Version { get; init; }

    /// <summary>Names the write that made it; 0 when there is none. A change says which one it was made from.</summary>
    [Id(2)]
    public long Stamp { get; init; }

    /// <summary>The size only: state is personal.</summary>
    public override string ToString() => $"version {Version}, {Data?.Utf8.Length ?? 0} bytes";
}
