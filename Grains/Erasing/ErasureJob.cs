using System.Text.Json;
using HybridOrleans.Storage;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Grains.Erasing;

/// <summary>What is durable of an erasure: when it was asked for and what is done. Whose it is says the key.</summary>
/// <param name="Revision">The revision of its record.</param>
/// <param name="AskedAt">When it was asked for, UTC.</param>
/// <param name="DeletedAt">When the last record was deleted; null while one is not.</param>
/// <param name="Done">The names of the steps that are confirmed.</param>
internal sealed record ErasureJob(
    Revision Revision, DateTimeOffset AskedAt, DateTimeOffset? DeletedAt, IReadOnlyList<string> Done)
{
    /// <exception cref="DamagedRecordException">The body is none of ours.</exception>
    public static ErasureJob Read(Revision revision, RecordBody body)
    {
        try
        {
            var content = JsonSerializer.Deserialize<Content>(body.Utf8.Span)!;
            return new ErasureJob(revision, content.AskedAt, content.DeletedAt, content.Done ?? []);
        }
        catch (JsonException e)
        {
            throw new DamagedRecordException(
                "The job of an erasure cannot be read: it is none that this version has written. Ask for the erasure "
                + "again, which begins it anew.", e);
        }
    }

    public RecordBody ToBody()
        => RecordBody.Parse(JsonSerializer.SerializeToUtf8Bytes(new Content(AskedAt, DeletedAt, Done)));

    private sealed record Content(DateTimeOffset AskedAt, DateTimeOffset? DeletedAt, IReadOnlyList<string>? Done);
}
