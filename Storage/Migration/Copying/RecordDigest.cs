using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Copying;

/// <summary>What a store holds of a key, without the body: what two sides are compared by.</summary>
/// <param name="Key">The record.</param>
/// <param name="Revision">1 or more; 0 for a record whose bytes are damaged.</param>
/// <param name="Hash">The SHA-256 of the body's bytes; null for a tombstone or a damaged record.</param>
public sealed record RecordDigest(RecordKey Key, Revision Revision, ReadOnlyMemory<byte>? Hash)
{
    /// <summary>True when the last write was a delete.</summary>
    public bool IsTombstone => Hash is null && Revision > Revision.None;

    /// <summary>True when both sides hold the same revision with the same bytes, or both the same tombstone.</summary>
    public bool Matches(RecordDigest other)
        => Revision == other.Revision
            && Hash.HasValue == other.Hash.HasValue
            && (Hash is not { } mine || mine.Span.SequenceEqual(other.Hash!.Value.Span));

    /// <summary>The digest of a record that was read.</summary>
    public static RecordDigest Of(RecordKey key, StoredRecord record) => new(key, record.Revision, record.Body?.Hash);
}
