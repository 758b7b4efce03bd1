using HybridOrleans.Storage.Json.Format;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json;

/// <summary>Brings many copies in without holding up the live writes between them.</summary>
internal static class CopyRun
{
    /// <summary>The most copies of one call that wait at once; a live write waits behind no more than these.</summary>
    private const int WaitingMax = 64;

    /// <summary>The most bytes of one call that wait at once, roughly.</summary>
    private const long WaitingBytesMax = 1024 * 1024;

    /// <returns>An answer for each copy, in the same order.</returns>
    /// <exception cref="StoreUnavailableException">Some copies may be in.</exception>
    public static async Task<CopyResult[]> PutAsync(
        JsonComponent component, IReadOnlyList<RecordCopy> copies, CancellationToken cancellation)
    {
        var results = new CopyResult[copies.Count];
        for (var from = 0; from < copies.Count;)
        {
            var to = EndOfPart(copies, from);
            var part = await Task.WhenAll(
                Enumerable.Range(from, to - from).Select(i => component.CopyAsync(copies[i], cancellation)));
            part.CopyTo(results, from);
            from = to;
        }

        return results;
    }

    /// <exception cref="ArgumentException">The copies are not of one component and of different keys.</exception>
    /// <exception cref="InvalidRecordException">A revision is out of range.</exception>
    public static void RefuseBad(IReadOnlyList<RecordCopy> copies)
    {
        var keys = new HashSet<RecordKey>();
        foreach (var copy in copies)
        {
            if (!keys.Add(copy.Key) || copy.Key.Component != copies[0].Key.Component)
            {
                throw new ArgumentException(
                    "Copies brought in together are of one component, and each key comes at most once.",
                    nameof(copies));
            }

            if (copy.Revision.Value is < 1 or > RevMember.RevisionMax)
            {
                throw JsonErrors.RevisionOutOfRange(copy.Key.Component, copy.Revision);
            }
        }
    }

    private static int EndOfPart(IReadOnlyList<RecordCopy> copies, int from)
    {
        var end = from + 1;
        for (long bytes = QueuedCopy.BytesOf(copies[from]); end < copies.Count && end - from < WaitingMax; end++)
        {
            bytes += QueuedCopy.BytesOf(copies[end]);
            if (bytes > WaitingBytesMax)
            {
                break;
            }
        }

        return end;
    }
}
