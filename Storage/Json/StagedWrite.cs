namespace HybridOrleans.Storage.Json;

/// <summary>A write that won its compare-and-set and whose file lies ready.</summary>
/// <param name="Paths">The files of the record.</param>
/// <param name="Entry">What goes into the journal.</param>
/// <param name="Before">What the files hold until the write is shown.</param>
internal sealed record StagedWrite(RecordPaths Paths, JournalEntry Entry, RecordLook Before);
