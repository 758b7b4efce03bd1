using System.Globalization;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Logs;

/// <summary>
/// The documents of one log in a store: <c>key/head</c>, <c>key/00000000</c>, <c>key/00000001</c>, and so on.
/// </summary>
internal sealed class LogDocuments(IRecordStore store, RecordKey log, LogShape shape)
{
    /// <summary>How many documents are asked for at once.</summary>
    private const int AtOnce = 64;

    private readonly RecordKey _head = RecordKey.FromText(log.Component, log.Text + "/head");

    public async ValueTask<HeadDocument> ReadHeadAsync(CancellationToken cancellation)
        => HeadDocument.Read(await store.ReadAsync(_head, Epoch.Initial, cancellation));

    /// <summary>Writes the next revision of the head document; null when another writer was faster.</summary>
    public async ValueTask<HeadDocument?> WriteHeadAsync(HeadDocument head, CancellationToken cancellation)
        => await WriteAsync(_head, head.Revision, head.ToBody(), cancellation) is { } revision
            ? head with { Revision = revision }
            : null;

    /// <summary>Null when the segment is not begun, or deleted.</summary>
    public async ValueTask<Segment?> ReadSegmentAsync(long number, CancellationToken cancellation)
    {
        var stored = await store.ReadAsync(KeyOf(number), Epoch.Initial, cancellation);
        return stored?.Body is { } body ? SegmentFormat.Read(number, shape, stored.Revision, body) : null;
    }

    /// <summary>Consecutive segments.</summary>
    public async ValueTask<IReadOnlyList<Segment?>> ReadSegmentsAsync(
        long from, long count, CancellationToken cancellation)
    {
        var segments = new List<Segment?>();
        for (var next = from; next < from + count; next += AtOnce)
        {
            segments.AddRange(await Task.WhenAll(
                Numbers(next, Math.Min(next + AtOnce, from + count))
                    .Select(n => ReadSegmentAsync(n, cancellation).AsTask())));
        }

        return segments;
    }

    /// <summary>Writes the next revision of a segment; null when another writer was faster.</summary>
    public async ValueTask<Segment?> WriteSegmentAsync(Segment segment, CancellationToken cancellation)
        => await WriteAsync(
            KeyOf(segment.Number), segment.Revision, SegmentFormat.Write(segment), cancellation) is { } revision
            ? segment with { Revision = revision }
            : null;

    /// <summary>Deletes consecutive segments, many at a time; those that are deleted already stay so.</summary>
    public async ValueTask DeleteSegmentsAsync(long from, long end, CancellationToken cancellation)
    {
        for (var next = from; next < end; next += AtOnce)
        {
            await Task.WhenAll(Numbers(next, Math.Min(next + AtOnce, end)).Select(n => DeleteAsync(n, cancellation)));
        }
    }

    private static IEnumerable<long> Numbers(long from, long end)
    {
        for (var number = from; number < end; number++)
        {
            yield return number;
        }
    }

    private async Task DeleteAsync(long number, CancellationToken cancellation)
    {
        // Only full segments are deleted, so that no append comes between; an erasure of single entries may.
        while (await store.ReadAsync(KeyOf(number), Epoch.Initial, cancellation) is { IsTombstone: false } stored
            && await WriteAsync(KeyOf(number), stored.Revision, null, cancellation) is null)
        {
        }
    }

    private async ValueTask<Revision?> WriteAsync(
        RecordKey key, Revision expected, RecordBody? body, CancellationToken cancellation)
    {
        var result = await store.WriteAsync(
            new RecordWrite
            {
                Key = key,
                Expected = expected,
                Body = body,
                WriteId = WriteId.New(),
                Epoch = Epoch.Initial,
            },
            cancellation);
        return result.Accepted ? result.Revision : null;
    }

    private RecordKey KeyOf(long segment) => RecordKey.FromText(
        log.Component, string.Create(CultureInfo.InvariantCulture, $"{log.Text}/{segment:D8}"));
}
