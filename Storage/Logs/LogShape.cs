using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Logs;

/// <summary>How the logs of a component are cut into segments.</summary>
/// <remarks>
/// Part of the stored format: once a component has logs, <see cref="SegmentEntries"/> never changes. Immutable.
/// </remarks>
public sealed record LogShape
{
    private const int FrameBytes = 128;

    /// <summary>Takes a shape.</summary>
    /// <param name="segmentEntries">1 or more: how many entries a full segment holds.</param>
    /// <param name="entryBytesMax">The largest entry, in bytes of JSON without white space.</param>
    /// <param name="rememberedIds">1 or more: the ids of so many last entries are recognised.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A segment of the largest entries would be larger than <see cref="RecordBody.BytesMax"/>.
    /// </exception>
    public LogShape(int segmentEntries, int entryBytesMax, int rememberedIds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(segmentEntries, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(entryBytesMax, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(rememberedIds, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            FrameBytes + (segmentEntries * (entryBytesMax + LogEntry.IdLengthMax + 4L)), RecordBody.BytesMax);
        SegmentEntries = segmentEntries;
        EntryBytesMax = entryBytesMax;
        RememberedIds = rememberedIds;
    }

    /// <summary>Messages of a chat: 16 in a segment, each of at most 32 KiB; 1,000 ids.</summary>
    /// <remarks>A segment of usual messages is about as large as a profile, and so costs as much to write.</remarks>
    public static LogShape Conversations { get; } = new(16, 32 * 1024, 1_000);

    /// <summary>Events of a month and a partition: 128 in a segment, each of at most 7.5 KiB; 32,768 ids.</summary>
    /// <remarks>
    /// Events come in batches, which fill a segment by one write. A client that repeats a batch for as long as it may
    /// still finds it among the last ids, also while others append thousands of events a second.
    /// </remarks>
    public static LogShape Analytics { get; } = new(128, 7_680, 32_768);

    /// <summary>How many entries a full segment holds.</summary>
    public int SegmentEntries { get; }

    /// <summary>The largest entry, in bytes of JSON without white space.</summary>
    public int EntryBytesMax { get; }

    /// <summary>The ids of so many last entries are recognised. No part of the stored format.</summary>
    public int RememberedIds { get; }

    /// <summary>The segment that an entry lies in.</summary>
    internal long SegmentOf(long sequence) => (sequence - 1) / SegmentEntries;

    /// <summary>The sequence number of the first entry that a segment can hold.</summary>
    internal long StartOf(long segment) => (segment * SegmentEntries) + 1;

    /// <summary>The sequence number after the last entry that a segment can hold.</summary>
    internal long EndOf(long segment) => StartOf(segment + 1);
}
