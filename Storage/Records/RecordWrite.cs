namespace HybridOrleans.Storage.Records;

/// <summary>One compare-and-set: make the next revision of a key if the stored one is the expected one.</summary>
public sealed record RecordWrite
{
    /// <summary>The record to write.</summary>
    public required RecordKey Key { get; init; }

    /// <summary>The revision last read; <see cref="Revision.None"/> means that no record may exist yet.</summary>
    public required Revision Expected { get; init; }

    /// <summary>
    /// The new body, or null to delete, which writes a tombstone. Deleting what is not there (nothing, or a tombstone,
    /// at the expected revision) writes nothing and answers as accepted with the revision that stands.
    /// </summary>
    public required RecordBody? Body { get; init; }

    /// <summary>Fresh for each intended write; the same again only to settle a lost answer.</summary>
    public required WriteId WriteId { get; init; }

    /// <summary>The epoch of the caller's view. A store refuses epochs below its fence.</summary>
    public required Epoch Epoch { get; init; }
}
