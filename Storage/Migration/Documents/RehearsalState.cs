namespace HybridOrleans.Storage.Migration.Documents;

/// <summary>A rehearsal that is under way: for a moment PostgreSQL answers for a share of the keys.</summary>
/// <param name="Before">The phase to go back to.</param>
/// <param name="ShareBefore">The share to go back to, 0 to 100 percent.</param>
/// <param name="StartedAt">When it began, UTC.</param>
/// <remarks>Whoever finds it, and is not the one who rehearses, ends it.</remarks>
public sealed record RehearsalState(Phase Before, int ShareBefore, DateTimeOffset StartedAt);
