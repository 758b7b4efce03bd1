namespace HybridOrleans.Storage.Records;

/// <summary>What a store noted of a key when it was last written: it tells whether a copy is that record.</summary>
/// <param name="Revision">1 or more.</param>
/// <param name="WriteId">The write that made the revision; <c>default</c> when the store does not know it.</param>
/// <param name="IsTombstone">True when the last write was a delete.</param>
/// <param name="Hash">The SHA-256 of the body; null for a tombstone, and where the store has not noted it.</param>
/// <remarks>Unlike a digest it says nothing about the bytes as they lie there now.</remarks>
public sealed record RecordStamp(Revision Revision, WriteId WriteId, bool IsTombstone, ReadOnlyMemory<byte>? Hash)
{
    /// <summary>The stamp of a record that was read.</summary>
    internal static RecordStamp Of(StoredRecord record)
        => new(record.Revision, record.WriteId, record.IsTombstone, record.Body?.Hash);
}
