using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Postgres.Walking;

/// <summary>One row that a walk met.</summary>
/// <param name="Place">Where it lies; the walk goes on after it.</param>
/// <param name="IsOurs">False for a key that is never written here; the walk passes over it.</param>
/// <param name="Value">What the walk gives for it.</param>
internal readonly record struct WalkedRow<T>(RecordCursor Place, bool IsOurs, T? Value);
