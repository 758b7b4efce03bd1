namespace HybridOrleans.Storage.Migration.Documents;

/// <summary>Where the operator wants a component to be. The controller goes there step by step.</summary>
/// <param name="Phase">The phase to reach.</param>
/// <param name="SharePercent">The share to reach, 0 to 100.</param>
/// <param name="By">Who asked.</param>
/// <param name="BlockedBecause">Why it does not go on; null while it does.</param>
public sealed record GoalState(Phase Phase, int SharePercent, string By, string? BlockedBecause);
