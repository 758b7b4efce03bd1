namespace HybridOrleans.Silo.Health;

/// <summary>What is known of one dependency.</summary>
/// <param name="Name">For example <c>store json</c>.</param>
/// <param name="Ready">True when it answered.</param>
/// <param name="Since">Since when it is in this state, UTC.</param>
/// <param name="Reason">Why it is not ready; null when it is.</param>
/// <param name="IsNeeded">False for a store that no component lives in: the silo serves without it.</param>
internal sealed record DependencyState(
    string Name, bool Ready, DateTimeOffset Since, string? Reason, bool IsNeeded = true);
