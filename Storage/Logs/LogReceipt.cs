namespace HybridOrleans.Storage.Logs;

/// <summary>What became of one entry of an append.</summary>
/// <param name="Sequence">Where the log holds it, durably.</param>
/// <param name="IsNew">False when the log had an entry with this id before, which stays as it is.</param>
public readonly record struct LogReceipt(long Sequence, bool IsNew);
