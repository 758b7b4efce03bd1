using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json;

/// <summary>Looks at the records of a walk, a few between two looks at the mark of the last batch.</summary>
/// <remarks>
/// Of a record that had no tombstone when the walk began only the plain file is asked for. A tombstone that has come
/// since belongs to a delete after the walk began, and until its batch is applied the record is the one before it.
/// Records that had one, or that the disk has to be asked for, are looked at as any reader does.
/// </remarks>
internal static class WalkLooks
{
    private const int BetweenBatches = 8;

    /// <summary>Tells of a record that has a plain file and no tombstone, from memory.</summary>
    /// <param name="record">The record.</param>
    /// <param name="buffer">A pinned array of any content.</param>
    /// <param name="found">What it tells.</param>
    /// <returns>False when the record has to be looked at as a whole.</returns>
    public delegate bool TryLook<T>(ListedRecord record, byte[] buffer, out T found);

    /// <summary>Tells of a part of some records. Those that are not there are left out.</summary>
    /// <param name="reader">The reader of the component.</param>
    /// <param name="records">The records.</param>
    /// <param name="from">The first one's place.</param>
    /// <param name="to">The place behind the last one.</param>
    /// <param name="tryLook">Tells of a plain file.</param>
    /// <param name="tell">Tells of a record that was looked at as a whole.</param>
    /// <param name="cancellation">Ends the looks.</param>
    public static List<T> Look<T>(
        RecordReader reader, IReadOnlyList<ListedRecord> records, int from, int to, TryLook<T> tryLook,
        Func<RecordKey, RecordLook, T> tell, CancellationToken cancellation)
    {
        var told = new List<T>(to - from);
        var some = new (bool IsFound, T Found)[BetweenBatches];
        for (var start = from; start < to; start += BetweenBatches)
        {
            var (first, count) = (start, Math.Min(BetweenBatches, to - start));
            var areSound = reader.TryBetweenBatches(buffer =>
            {
                for (var i = 0; i < count; i++)
                {
                    var record = records[first + i];
                    some[i].IsFound = record.IsPlainAlone && tryLook(record, buffer, out some[i].Found);
                }
            });
            for (var i = 0; i < count; i++)
            {
                if (areSound && some[i].IsFound)
                {
                    told.Add(some[i].Found);
                    continue;
                }

                var key = records[start + i].Key;
                var look = reader.LookHere(key, cancellation);
                if (look.Damage is not null || look.Record is not null)
                {
                    told.Add(tell(key, look));
                }
            }
        }

        return told;
    }
}
