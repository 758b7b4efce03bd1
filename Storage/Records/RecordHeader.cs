namespace HybridOrleans.Storage.Records;

/// <summary>A record without its body, as a walk over a component meets it.</summary>
/// <param name="Key">The record.</param>
/// <param name="Revision">1 or more.</param>
/// <param name="IsTombstone">True when the last write was a delete.</param>
public readonly record struct RecordHeader(RecordKey Key, Revision Revision, bool IsTombstone);
