namespace HybridOrleans.TestKit.Histories;

/// <summary>What lies in a store under a key.</summary>
/// <param name="Revision">Its revision.</param>
/// <param name="Id">The id of the write that made it, 32 hex digits.</param>
/// <param name="Body">Its body without white space; null for a tombstone.</param>
public sealed record HeldRecord(long Revision, string Id, string? Body);
