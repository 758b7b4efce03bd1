using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Postgres.Batching;
using HybridOrleans.Storage.Postgres.Digesting;
using HybridOrleans.Storage.Postgres.Projection;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Postgres.Copying;

/// <summary>A copy that waits for its batch, checked and ready to send.</summary>
internal sealed class CopyRequest : AnsweredRequest<CopyResult>
{
    /// <exception cref="InvalidRecordException">The bytes would spoil a batch.</exception>
    public CopyRequest(RecordCopy copy)
        : base(copy.Key)
    {
        Copy = copy;
        Bucket = (short)copy.Key.Bucket;
        Body = copy.Body?.Utf8Bytes;
        Projection = Body is null ? null : ProjectionWriter.From(Body);
    }

    public RecordCopy Copy { get; }

    public short Bucket { get; }

    /// <summary>Null for a tombstone.</summary>
    public byte[]? Body { get; }

    /// <summary>The SHA-256 of <see cref="Body"/>; null for a tombstone.</summary>
    public byte[]? BodyHash => Copy.Body?.HashBytes;

    public byte[]? Projection { get; }

    public override int Bytes => (Body?.Length ?? 0) + (Projection?.Length ?? 0);

    public override bool NeedsKeyAlone => true;

    /// <summary>
    /// What a copy that was not brought in is told about the record that stands; null when the record has changed
    /// meanwhile so that the copy may be brought in now.
    /// </summary>
    public CopyResult? AnswerOf(DigestRow row)
    {
        var stands = new Revision(row.Revision);
        if (Copy.Epoch.Value < row.Lowest)
        {
            return new CopyResult(CopyOutcome.Fenced, Revision.None);
        }

        if (row.Damage is not null)
        {
            return new CopyResult(CopyOutcome.Damaged, Revision.None);
        }

        if (Copy.Revision == stands && HasBytesOf(row))
        {
            return new CopyResult(CopyOutcome.Same, stands);
        }

        if (Copy.Replaces is { } replaced)
        {
            return replaced == stands && Copy.Revision > stands ? null : new(CopyOutcome.NotReplaced, stands);
        }

        return Copy.Revision > stands
            ? null
            : new CopyResult(Copy.Revision == stands ? CopyOutcome.Diverged : CopyOutcome.Older, stands);
    }

    private bool HasBytesOf(DigestRow row)
        => row.Hash is { } hash
            ? Copy.Body is { } body && body.Hash.Span.SequenceEqual(hash.Span)
            : Copy.Body is null;
}
