using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Bench.Migration;

/// <summary>Records that were there before.</summary>
internal static class Filling
{
    public const string Kind = "bench";

    private const int BatchRecords = 1_024;
    private const long FirstUser = 4_200_000_000;

    public static RecordKey Key(int number) => Rig.Key(Kind, FirstUser + number);

    /// <summary>Records of 1 KB, each at its first revision.</summary>
    public static IEnumerable<RecordCopy> Records(int count)
        => Enumerable.Range(0, count).Select(n => new RecordCopy
        {
            Key = Key(n),
            Revision = Revision.None.Next,
            WriteId = WriteId.New(),
            Body = RecordBody.Parse(Bodies.Of(n)),
            Epoch = Epoch.Initial,
        });

    /// <summary>Brings them into a store.</summary>
    public static Task IntoAsync(IMigratableStore store, int count)
        => Parallel.ForEachAsync(
            Records(count).Chunk(BatchRecords), new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (batch, cancellation) => await store.PutIfNewerAsync(batch, cancellation));
}
