namespace HybridOrleans.Storage.Logs;

/// <summary>Takes the content of single entries away, segment by segment.</summary>
internal sealed class EntryEraser(LogDocuments documents, Func<LogEntry, bool> matches)
{
    private const int AtOnce = 64;
    private const int RacesMax = 16;

    /// <summary>Erases what matches in consecutive segments, the last one included.</summary>
    public async ValueTask<long> EraseAsync(long from, long last, CancellationToken cancellation)
    {
        var erased = 0L;
        for (var next = from; next <= last; next += AtOnce)
        {
            var segments = await documents.ReadSegmentsAsync(
                next, Math.Min(AtOnce, last + 1 - next), cancellation);
            foreach (var segment in segments.OfType<Segment>())
            {
                erased += await EraseAsync(segment, cancellation);
            }
        }

        return erased;
    }

    private async ValueTask<long> EraseAsync(Segment? segment, CancellationToken cancellation)
    {
        for (var races = 0; races < RacesMax; races++)
        {
            // One that was deleted meanwhile has nothing left.
            var count = segment?.Entries.Count(Goes) ?? 0;
            if (count == 0)
            {
                return 0;
            }

            var rest = segment! with { Entries = [.. segment.Entries.Select(e => Goes(e) ? LogEntry.Erased : e)] };
            if (await documents.WriteSegmentAsync(rest, cancellation) is not null)
            {
                return count;
            }

            segment = await documents.ReadSegmentAsync(segment.Number, cancellation);
        }

        throw new StoreUnavailableException(
            $"Others changed the segment first {RacesMax} times in a row. Repeat the call.");
    }

    private bool Goes(LogEntry entry) => !entry.IsErased && matches(entry);
}
