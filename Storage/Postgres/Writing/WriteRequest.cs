using HybridOrleans.Storage.Postgres.Batching;
using HybridOrleans.Storage.Postgres.Projection;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Postgres.Writing;

/// <summary>A write that waits for its batch, checked and ready to send.</summary>
internal sealed class WriteRequest : AnsweredRequest<WriteResult>
{
    /// <exception cref="InvalidRecordException">The bytes would spoil a batch.</exception>
    public WriteRequest(RecordWrite write)
        : base(write.Key)
    {
        Write = write;
        Bucket = (short)write.Key.Bucket;
        Body = write.Body?.Utf8Bytes;
        Projection = Body is null ? null : ProjectionWriter.From(Body);
    }

    public RecordWrite Write { get; }

    public short Bucket { get; }

    /// <summary>Null for a delete.</summary>
    public byte[]? Body { get; }

    /// <summary>The SHA-256 of <see cref="Body"/>; null for a delete.</summary>
    public byte[]? BodyHash => Write.Body?.HashBytes;

    public byte[]? Projection { get; }

    public override int Bytes => (Body?.Length ?? 0) + (Projection?.Length ?? 0);

    public override bool NeedsKeyAlone => true;

    /// <summary>True when it can write nothing: a delete of what never was, or no number comes after.</summary>
    public bool WritesNothing
        => (Body is null && Write.Expected == Revision.None) || Write.Expected.Value == long.MaxValue;
}
