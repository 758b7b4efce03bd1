namespace HybridOrleans.Storage.Logs;

/// <summary>One append on its way: what is new among the entries, and the segment that will hold it.</summary>
internal sealed class Append
{
    private readonly LogShape _shape;
    private readonly List<LogReceipt> _receipts = [];
    private readonly List<SequencedEntry> _added = [];

    public Append(LogPosition position, LogShape shape)
    {
        _shape = shape;
        Position = position;
        var tail = position.Tail;
        Segment = tail.Next == shape.EndOf(tail.Number) ? Segment.NotBegun(tail.Number + 1, shape) : tail;
    }

    /// <summary>What it builds on.</summary>
    public LogPosition Position { get; }

    /// <summary>The segment that is written.</summary>
    public Segment Segment { get; private set; }

    /// <summary>What becomes of the entries that were taken.</summary>
    public IReadOnlyList<LogReceipt> Receipts => _receipts;

    /// <summary>The entries that the log did not have.</summary>
    public IReadOnlyList<SequencedEntry> Added => _added;

    /// <summary>True when the segment does not exist yet.</summary>
    public bool BeginsSegment => Segment.Revision == Records.Revision.None;

    /// <summary>Takes entries until the segment is full.</summary>
    /// <param name="entries">The first one is always taken.</param>
    /// <param name="findAsync">Finds the number of the entry that has an id.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    public async ValueTask TakeAsync(
        IReadOnlyList<LogEntry> entries,
        Func<LogPosition, string, CancellationToken, ValueTask<long?>> findAsync,
        CancellationToken cancellation)
    {
        foreach (var entry in entries)
        {
            var found = entry.Id is not { } id ? null
                : _added.Find(a => a.Entry.Id == id) is { Sequence: > 0 } twice ? twice.Sequence
                : await findAsync(Position, id, cancellation);
            var next = Segment.Next + _added.Count;
            if (found is null && next == _shape.EndOf(Segment.Number))
            {
                break;
            }

            _receipts.Add(new(found ?? next, found is null));
            if (found is null)
            {
                _added.Add(new(next, entry));
            }
        }

        Segment = Segment with { Entries = [.. Segment.Entries, .. _added.Select(a => a.Entry)] };
    }
}
