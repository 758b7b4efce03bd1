using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client;

/// <summary>What an <see cref="IProfileAnalyzer"/> found.</summary>
public sealed record ProfileAnalysis
{
    /// <summary>The summary; blank for none.</summary>
    public required string Summary { get; init; }

    /// <summary>The snapshot, a JSON object; null for none.</summary>
    public JsonText? Snapshot { get; init; }

    /// <summary>The sizes only: what was found is personal and must not reach a log.</summary>
    public override string ToString() => $"summary of {Summary?.Length ?? 0} characters";
}
