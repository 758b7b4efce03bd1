using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Logs;

/// <summary>Consecutive entries of a log, kept as one document. Immutable.</summary>
/// <param name="Number">Which segment it is, from 0.</param>
/// <param name="Revision">Of the document; <see cref="Records.Revision.None"/> when it is not begun yet.</param>
/// <param name="First">The number of the first entry; above the segment's start when older ones were deleted.</param>
/// <param name="Entries">The entries.</param>
internal sealed record Segment(long Number, Revision Revision, long First, IReadOnlyList<LogEntry> Entries)
{
    /// <summary>The number after the last entry.</summary>
    public long Next => First + Entries.Count;

    /// <summary>A segment that nothing was appended to yet.</summary>
    public static Segment NotBegun(long number, LogShape shape)
        => new(number, Revision.None, shape.StartOf(number), []);

    /// <summary>The entry of a number, if it is here.</summary>
    public LogEntry? Find(long sequence)
        => sequence >= First && sequence < Next ? Entries[(int)(sequence - First)] : null;

    /// <summary>The entries from a number on, up to another one.</summary>
    public IEnumerable<SequencedEntry> Between(long from, long end)
    {
        for (var sequence = Math.Max(from, First); sequence < Math.Min(end, Next); sequence++)
        {
            yield return new(sequence, Entries[(int)(sequence - First)]);
        }
    }

    /// <summary>The same without the entries below a number.</summary>
    public Segment From(long first)
        => first <= First ? this
            : this with { First = first, Entries = [.. Between(first, Next).Select(e => e.Entry)] };
}
