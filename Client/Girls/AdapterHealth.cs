namespace HybridOrleans.Client;

/// <summary>Whether the profiles can be read and written now.</summary>
/// <param name="IsHealthy">True when the store that decides answered.</param>
/// <param name="Latency">How long the answer took; null when there was none.</param>
/// <param name="Reason">Why it is not healthy; null when it is.</param>
public sealed record AdapterHealth(bool IsHealthy, TimeSpan? Latency, string? Reason);
