namespace HybridOrleans.Silo.Api;

/// <summary>What a delete did.</summary>
/// <param name="Count">How many there were.</param>
internal sealed record Deleted(long Count);
