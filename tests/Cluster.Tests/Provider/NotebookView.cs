namespace HybridOrleans.Cluster.Tests.Provider;

/// <summary>What an activation holds.</summary>
[GenerateSerializer, Immutable]
[Alias("test.notebook-view")]
public sealed record NotebookView(
    [property: Id(0)] string Title,
    [property: Id(1)] long Count,
    [property: Id(2)] bool Exists,
    [property: Id(3)] string? ETag,
    [property: Id(4)] Guid Activation,
    [property: Id(5)] string Silo);
