namespace HybridOrleans.Storage.Logs;

/// <summary>An entry as a log holds it.</summary>
/// <param name="Sequence">1 or more; entries of one log are numbered without gaps.</param>
/// <param name="Entry">What was appended.</param>
public readonly record struct SequencedEntry(long Sequence, LogEntry Entry);
