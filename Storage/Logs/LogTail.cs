namespace HybridOrleans.Storage.Logs;

/// <summary>Where a log ends, as far as its holder knows, and what keeps it short to find.</summary>
/// <remarks>Used by one holder; reads may run beside a change.</remarks>
internal sealed class LogTail(LogDocuments documents, LogShape shape)
{
    /// <summary>
    /// The head document names every so-manieth segment, so that finding the end takes two rounds of reads and a hint
    /// costs little.
    /// </summary>
    private const int HintEvery = 4;

    private const int ClearAtOnce = 256;
    private const int RacesMax = 16;

    // The last segment that was ever seen: where a search begins.
    private long _begun = -1;

    /// <summary>The newest position that the store has confirmed; null when it must be asked.</summary>
    public LogPosition? Known { get; private set; }

    /// <summary>The furthest that was ever acknowledged or read. It outlives what is remembered.</summary>
    public LogHead Seen { get; private set; } = LogHead.Empty;

    /// <summary>Takes note that the store may hold something else.</summary>
    public void Forget() => Known = null;

    /// <summary>Takes a position that the store has confirmed; what is known never goes back.</summary>
    public void Adopt(LogPosition position)
    {
        Seen = new(Math.Max(Seen.First, position.Head.First), Math.Max(Seen.Next, position.Head.Next));
        if (position.Tail.Revision != Records.Revision.None)
        {
            _begun = Math.Max(_begun, position.Tail.Number);
        }

        if (Known is null || position.Head.Version >= Known.Head.Version)
        {
            Known = position;
        }
    }

    /// <summary>Asks the store, by reads that begin now.</summary>
    /// <exception cref="DamagedRecordException">
    /// Segments are missing that nobody deleted, or an older copy of the data was put in the place of the newer.
    /// </exception>
    public async ValueTask<LogPosition> LocateAsync(CancellationToken cancellation)
    {
        var floor = Seen;
        var begun = _begun;
        HeadDocument? suspect = null;
        while (true)
        {
            var document = await documents.ReadHeadAsync(cancellation);
            if (await FindTailAsync(document, begun, cancellation) is { } tail)
            {
                var position = new LogPosition(document, tail);
                if (position.Head.First < floor.First || position.Head.Next < floor.Next)
                {
                    throw WentBack();
                }

                Adopt(position);
                return position;
            }

            // A delete between the two reads looks like a missing segment, once.
            if (suspect == document)
            {
                throw SegmentFormat.Damaged(
                    Math.Max(document.Tail, shape.SegmentOf(document.First)), "it is missing, or lacks entries");
            }

            suspect = document;
        }
    }

    /// <summary>Names a segment that was begun in the head document, now and then. Nothing depends on it.</summary>
    public async ValueTask HintAsync(LogPosition position)
    {
        if (position.Tail.Number % HintEvery != 0 || position.Tail.Number == 0)
        {
            return;
        }

        try
        {
            var document = await documents.WriteHeadAsync(
                position.Document with { Tail = position.Tail.Number }, CancellationToken.None);
            Known = document is null ? null : position with { Document = document };
        }
        catch (Exception e) when (e is StoreUnavailableException or OutcomeUnknownException or StaleEpochException
            or DamagedRecordException or OperationCanceledException)
        {
            // The append is stored. Without the hint the next search reads a few segments more.
            Forget();
        }
    }

    /// <summary>Takes the bytes of deleted entries away.</summary>
    /// <exception cref="OutcomeUnknownException">Some are left: repeat the delete.</exception>
    public async ValueTask ClearAsync(HeadDocument document, CancellationToken cancellation)
    {
        try
        {
            var boundary = shape.SegmentOf(document.First);
            await ClearBoundaryAsync(boundary, document.First, cancellation);
            while (document.Cleared < boundary)
            {
                var end = Math.Min(document.Cleared + ClearAtOnce, boundary);
                await documents.DeleteSegmentsAsync(document.Cleared, end, cancellation);
                if (await documents.WriteHeadAsync(document with { Cleared = end }, cancellation) is not { } next)
                {
                    // Another holder has changed the head, and the next delete looks from the old place on.
                    Forget();
                    next = document with { Cleared = end };
                }

                document = next;
            }
        }
        catch (Exception e) when (e is StoreUnavailableException or StaleEpochException)
        {
            throw new OutcomeUnknownException(
                "The entries are deleted for every reader, but the store failed before all of their bytes were gone. "
                + "Repeat the delete: it goes on where it ended.",
                e);
        }
        finally
        {
            Forget();
        }
    }

    private async ValueTask ClearBoundaryAsync(long boundary, long first, CancellationToken cancellation)
    {
        for (var races = 0; races < RacesMax; races++)
        {
            var segment = await documents.ReadSegmentAsync(boundary, cancellation);
            if (segment is null || segment.First >= first
                || await documents.WriteSegmentAsync(segment.From(first), cancellation) is not null)
            {
                return;
            }
        }

        throw new StoreUnavailableException(
            $"Others changed the segment first {RacesMax} times in a row. Repeat the call.");
    }

    private static DamagedRecordException WentBack() => new(
        "The store holds less of a log than was acknowledged or read before: an older copy of the data was put in its "
        + "place. Nothing was changed. Bring the newer data back, or restart the silos to go on with what is there.");

    /// <summary>The last segment; null when one that must be there is not.</summary>
    private async ValueTask<Segment?> FindTailAsync(
        HeadDocument document, long begun, CancellationToken cancellation)
    {
        var firstSegment = shape.SegmentOf(document.First);
        var start = Math.Max(Math.Max(document.Tail, begun), firstSegment);
        Segment? tail = null;
        for (var next = start; ; next += HintEvery)
        {
            var segments = await documents.ReadSegmentsAsync(next, HintEvery, cancellation);
            var there = segments.TakeWhile(s => s is not null).ToList();
            tail = there.LastOrDefault() ?? tail;
            if (there.Count < segments.Count)
            {
                break;
            }
        }

        var mayBeEmpty = document.First == shape.StartOf(start) && begun < start
            && (document.Tail < start || start == 0);
        tail ??= mayBeEmpty ? Segment.NotBegun(start, shape) : null;
        return tail is not null && tail.Next >= document.First ? tail.From(document.First) : null;
    }
}
