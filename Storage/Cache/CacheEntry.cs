using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Cache;

/// <summary>What the cache holds of a key: a record, and when a root last confirmed it.</summary>
/// <param name="Revision">1 or more.</param>
/// <param name="WriteId">The write that made the revision.</param>
/// <param name="Body">Null for a tombstone. Its bytes have the hash that the entry carries.</param>
/// <param name="ConfirmedAt">By the clock of the silo that put it there.</param>
internal sealed record CacheEntry(Revision Revision, WriteId WriteId, RecordBody? Body, DateTimeOffset ConfirmedAt)
{
    /// <summary>
    /// True when the root holds exactly this: the same revision of the same write, with the same bytes or deleted. A
    /// root that has not noted the hash confirms no body.
    /// </summary>
    public bool Matches(RecordStamp stamp)
        => Revision == stamp.Revision
            && WriteId == stamp.WriteId
            && (Body is null ? stamp.IsTombstone
                : stamp.Hash is { } hash && Body.Hash.Span.SequenceEqual(hash.Span));

    /// <summary>The entry of a record that a root has confirmed at some time.</summary>
    public static CacheEntry Of(StoredRecord record, DateTimeOffset confirmedAt)
        => new(record.Revision, record.WriteId, record.Body, confirmedAt);

    /// <summary>The record, once the root has been asked.</summary>
    public StoredRecord ToRecord() => new()
    {
        Revision = Revision,
        WriteId = WriteId,
        Body = Body,
        IsFromCache = true,
    };
}
