using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Logs;

/// <summary>A log whose entries lie in documents of a record store, a bounded number in each.</summary>
/// <remarks>
/// <para>
/// Entry s lies in segment (s - 1) / N. A segment is begun once the one before it is full, and a full one never
/// changes, except that deleted entries leave it. So the cost of an append does not grow with the log, and every rule
/// of documents (phases, fences, copies, tombstones, settling) holds for logs.
/// </para>
/// <para>
/// A delete raises <c>first</c> in the head document, which is the moment from which nobody sees the entries, and then
/// takes the bytes away. What is appended meanwhile has a number above all that was there, and stays.
/// </para>
/// <para>
/// What the holder remembers of the log is a guess until a compare-and-set has confirmed it; whoever loses one looks
/// again. What was acknowledged or read is a floor: a store that shows less was set back, and is refused.
/// </para>
/// </remarks>
public sealed class SegmentedLog : IRecordLog
{
    // A lost race is run again on what won. This many in a row mean that somebody else is at fault.
    private const int RacesMax = 16;

    private readonly LogShape _shape;
    private readonly LogDocuments _documents;
    private readonly LogTail _tail;
    private readonly RecentIds _ids;

    /// <summary>Opens a log, without asking the store yet.</summary>
    /// <param name="store">Where its documents lie.</param>
    /// <param name="key">Names the log. It is no document, and no document's key begins with it and a slash but the
    /// log's own.</param>
    /// <param name="shape">The shape of the component's logs.</param>
    public SegmentedLog(IRecordStore store, RecordKey key, LogShape shape)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(shape);
        _shape = shape;
        _ids = new RecentIds(shape.RememberedIds);
        _documents = new LogDocuments(store, key, shape);
        _tail = new LogTail(_documents, shape);
    }

    /// <inheritdoc/>
    public LogHead Seen => _tail.Seen;

    /// <inheritdoc/>
    public async ValueTask<LogHead> ReadHeadAsync(CancellationToken cancellation)
        => (await _tail.LocateAsync(cancellation)).Head;

    /// <inheritdoc/>
    public ValueTask<LogReading> ReadAsync(long from, int max, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        return ReadAsync(
            head => Math.Max(from, head.First), head => Math.Max(from, head.First) + max, cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<LogReading> ReadLastAsync(int max, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        return ReadAsync(head => Math.Max(head.First, head.Next - max), head => head.Next, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LogReceipt>> AppendAsync(
        IReadOnlyList<LogEntry> entries, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentOutOfRangeException.ThrowIfZero(entries.Count);
        foreach (var entry in entries)
        {
            entry.RequireFits(_shape);
        }

        var position = _tail.Known;
        for (var races = 0; races < RacesMax; races++)
        {
            var isFresh = position is null;
            position ??= await _tail.LocateAsync(cancellation);
            // That an entry is there already gets no write, so no compare-and-set would correct the memory.
            if (!await LearnIdsAsync(position, entries, cancellation) || (!isFresh && MayBeKnown(entries)))
            {
                position = null;
                continue;
            }

            var append = new Append(position, _shape);
            await append.TakeAsync(entries, FindAsync, cancellation);
            if (await WriteAsync(append, cancellation))
            {
                return append.Receipts;
            }

            position = null;
        }

        throw OthersWereFaster();
    }

    /// <inheritdoc/>
    public ValueTask<long> DeleteAsync(CancellationToken cancellation) => DeleteBelowAsync(long.MaxValue, cancellation);

    /// <inheritdoc/>
    public async ValueTask<long> DeleteBelowAsync(long first, CancellationToken cancellation)
    {
        for (var races = 0; races < RacesMax; races++)
        {
            var position = await _tail.LocateAsync(cancellation);
            var raised = Math.Min(first, position.Head.Next);
            var deleted = Math.Max(0, raised - position.Head.First);
            if (deleted > 0)
            {
                _tail.Forget();
                var document = await _documents.WriteHeadAsync(
                    position.Document with { First = raised }, cancellation);
                if (document is null)
                {
                    continue;
                }

                position = new LogPosition(document, position.Tail.From(raised));
                _tail.Adopt(position);
            }

            await _tail.ClearAsync(position.Document, cancellation);
            return deleted;
        }

        throw OthersWereFaster();
    }

    /// <inheritdoc/>
    public async ValueTask<long> EraseAsync(Func<LogEntry, bool> matches, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(matches);
        try
        {
            var position = await _tail.LocateAsync(cancellation);
            return await new EntryEraser(_documents, matches).EraseAsync(
                _shape.SegmentOf(position.Head.First), position.Tail.Number, cancellation);
        }
        finally
        {
            _tail.Forget();
        }
    }

    private async ValueTask<LogReading> ReadAsync(
        Func<LogHead, long> from, Func<LogHead, long> end, CancellationToken cancellation)
    {
        for (var races = 0; races < RacesMax; races++)
        {
            var position = await _tail.LocateAsync(cancellation);
            var head = position.Head;
            if (await BetweenAsync(position, from(head), Math.Min(head.Next, end(head)), cancellation) is { } entries)
            {
                return new LogReading { Head = head, Entries = entries };
            }
        }

        throw OthersWereFaster();
    }

    /// <summary>The entries of a range; null when some of them were deleted meanwhile.</summary>
    /// <exception cref="DamagedRecordException">Some are missing, and nobody has deleted them.</exception>
    private async ValueTask<IReadOnlyList<SequencedEntry>?> BetweenAsync(
        LogPosition position, long from, long end, CancellationToken cancellation)
    {
        if (from >= end)
        {
            return [];
        }

        var segments = await _documents.ReadSegmentsAsync(
            _shape.SegmentOf(from),
            Math.Max(0, Math.Min(_shape.SegmentOf(end - 1) + 1, position.Tail.Number) - _shape.SegmentOf(from)),
            cancellation);
        SequencedEntry[] entries = [.. segments.Append(position.Tail).SelectMany(s => s?.Between(from, end) ?? [])];
        if (entries.Length == end - from)
        {
            return entries;
        }

        var now = await _documents.ReadHeadAsync(cancellation);
        return now.First > position.Document.First
            ? null
            : throw SegmentFormat.Damaged(_shape.SegmentOf(from), "it, or one soon after it, lacks entries");
    }

    /// <summary>Sees to it that the ids of the last entries are known, if they are asked for.</summary>
    /// <returns>False when the position is too old for it.</returns>
    private async ValueTask<bool> LearnIdsAsync(
        LogPosition position, IReadOnlyList<LogEntry> asked, CancellationToken cancellation)
    {
        var head = position.Head;
        var from = Math.Max(_ids.End, Math.Max(head.First, head.Next - _shape.RememberedIds));
        if (from >= head.Next || asked.All(e => e.Id is null))
        {
            return true;
        }

        if (await BetweenAsync(position, from, head.Next, cancellation) is not { } entries)
        {
            return false;
        }

        Remember(entries);
        return true;
    }

    private bool MayBeKnown(IReadOnlyList<LogEntry> entries)
        => entries.Any(e => e.Id is { } id && _ids.Candidates(id).Any());

    /// <summary>The number of the entry that has an id.</summary>
    private async ValueTask<long?> FindAsync(LogPosition position, string id, CancellationToken cancellation)
    {
        foreach (var sequence in _ids.Candidates(id))
        {
            if (sequence < position.Head.First)
            {
                return null;
            }

            var segment = sequence >= position.Tail.First
                ? position.Tail
                : await _documents.ReadSegmentAsync(_shape.SegmentOf(sequence), cancellation);
            if (segment?.Find(sequence)?.Id == id)
            {
                return sequence;
            }
        }

        return null;
    }

    private async ValueTask<bool> WriteAsync(Append append, CancellationToken cancellation)
    {
        if (append.Added.Count == 0)
        {
            return true;
        }

        // Until the outcome is known nothing is: whoever reads meanwhile asks the store.
        _tail.Forget();
        LogPosition written;
        try
        {
            if (await _documents.WriteSegmentAsync(append.Segment, cancellation) is not { } segment)
            {
                return false;
            }

            written = append.Position with { Tail = segment };
        }
        catch (Exception e) when (e is StoreUnavailableException or StaleEpochException)
        {
            _tail.Adopt(append.Position);
            throw;
        }

        _tail.Adopt(written);
        if (_ids.End == append.Added[0].Sequence)
        {
            Remember(append.Added);
        }

        if (append.BeginsSegment)
        {
            await _tail.HintAsync(written);
        }

        return true;
    }

    private void Remember(IReadOnlyList<SequencedEntry> entries)
    {
        foreach (var (sequence, entry) in entries)
        {
            _ids.Add(sequence, entry.Id);
        }
    }

    private static StoreUnavailableException OthersWereFaster() => new(
        $"Others changed the log first {RacesMax} times in a row. Nothing was written. Repeat the call.");
}
