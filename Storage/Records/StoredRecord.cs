namespace HybridOrleans.Storage.Records;

/// <summary>What a store holds of one key: a body, or the tombstone that a delete left.</summary>
public sealed record StoredRecord
{
    /// <summary>1 or more.</summary>
    public required Revision Revision { get; init; }

    /// <summary>The write that made this revision; <c>default</c> when the store does not know it.</summary>
    public required WriteId WriteId { get; init; }

    /// <summary>The body, or null for a tombstone.</summary>
    public required RecordBody? Body { get; init; }

    /// <summary>
    /// True when the body came from the cache, after the store itself had confirmed revision, write and hash.
    /// </summary>
    public bool IsFromCache { get; init; }

    /// <summary>True when the last write was a delete.</summary>
    public bool IsTombstone => Body is null;
}
