using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Copying;

/// <summary>A record of one side on its way to the other, with its revision and write id.</summary>
public sealed record RecordCopy
{
    /// <summary>The record.</summary>
    public required RecordKey Key { get; init; }

    /// <summary>The revision that the copied side holds, 1 or more.</summary>
    public required Revision Revision { get; init; }

    /// <summary>The write that made this revision.</summary>
    public required WriteId WriteId { get; init; }

    /// <summary>The body, or null for a tombstone.</summary>
    public required RecordBody? Body { get; init; }

    /// <summary>The epoch of the copier's view. A store refuses epochs below its fence.</summary>
    public required Epoch Epoch { get; init; }

    /// <summary>
    /// Set by a repair only: the copy is brought in if the store holds exactly this revision
    /// (<see cref="Records.Revision.None"/> for nothing), and <see cref="Revision"/> is above it.
    /// </summary>
    public Revision? Replaces { get; init; }

    /// <summary>What <paramref name="record"/> is on the side that it was read from.</summary>
    public static RecordCopy Of(RecordKey key, StoredRecord record, Epoch epoch) => new()
    {
        Key = key,
        Revision = record.Revision,
        WriteId = record.WriteId,
        Body = record.Body,
        Epoch = epoch,
    };
}
