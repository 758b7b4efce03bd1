using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Synchronising;

/// <summary>Copies chosen keys from one side to the other.</summary>
internal static class KeyCopier
{
    private const int BatchRecords = 512;
    private const int ReadsAtOnce = 64;

    /// <summary>Reads each key and brings it in if newer.</summary>
    /// <returns>The copies that were refused as diverged, damaged or fenced.</returns>
    /// <exception cref="StoreUnavailableException">A store does not answer. Repeat the call.</exception>
    /// <exception cref="DamagedRecordException">A record of the source is damaged.</exception>
    public static async Task<List<(RecordCopy Copy, CopyResult Result)>> CopyAsync(
        IReadOnlyCollection<RecordKey> keys, IMigratableStore source, IMigratableStore target, Epoch epoch,
        CancellationToken cancellation)
    {
        var refused = new List<(RecordCopy, CopyResult)>();
        foreach (var chunk in keys.Distinct().Chunk(BatchRecords))
        {
            var copies = new List<RecordCopy>(chunk.Length);
            foreach (var some in chunk.Chunk(ReadsAtOnce))
            {
                var reads = some.Select(key => source.ReadAsync(key, epoch, cancellation).AsTask()).ToArray();
                var records = await Task.WhenAll(reads);
                copies.AddRange(some.Zip(records)
                    .Where(r => r.Second is not null)
                    .Select(r => RecordCopy.Of(r.First, r.Second!, epoch)));
            }

            var results = await target.PutIfNewerAsync(copies.ToArray(), cancellation);
            refused.AddRange(copies.Zip(results).Where(
                r => r.Second.Outcome is CopyOutcome.Diverged or CopyOutcome.Damaged or CopyOutcome.Fenced));
        }

        return refused;
    }
}
