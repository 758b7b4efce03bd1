namespace HybridOrleans.TestKit.Histories.Logs;

/// <summary>An entry of a log, as a client or the store shows it.</summary>
/// <param name="Sequence">Its number, from 1; 0 where none was told.</param>
/// <param name="Id">The id that it was appended with.</param>
/// <param name="Body">What it says.</param>
public sealed record SeenEntry(long Sequence, string Id, string Body);
