using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Rehearsing;

/// <summary>Looks for each acknowledged write in both stores.</summary>
/// <param name="Count">Writes that silos told of.</param>
/// <param name="Missed">Writes that were acknowledged and not told of.</param>
/// <param name="Lost">Keys whose newest write the root does not hold, and writes that share a revision.</param>
/// <param name="Behind">Keys whose newest write PostgreSQL does not hold; null where it was not asked.</param>
internal sealed record WriteCheck(long Count, long Missed, long Lost, long? Behind)
{
    /// <summary>Asks the root, and PostgreSQL where it has caught up.</summary>
    public static async Task<WriteCheck> RunAsync(
        MigrationWork work, AcknowledgedWrites writes, Epoch epoch, bool hasCaughtUp, CancellationToken cancellation)
    {
        var (newest, count, missed, lost) = writes.Seen();
        long behind = 0;
        var follower = work.Sides.Of(Side.Postgres);
        foreach (var write in newest)
        {
            lost += await HoldsAsync(work.Sides.Json, write, epoch, cancellation) ? 0 : 1;
            behind += hasCaughtUp && !await HoldsAsync(follower, write, epoch, cancellation) ? 1 : 0;
        }

        return new WriteCheck(count, missed, lost, hasCaughtUp ? behind : null);
    }

    private static async ValueTask<bool> HoldsAsync(
        IMigratableStore store, RecordDigest write, Epoch epoch, CancellationToken cancellation)
        => await store.DigestAsync(write.Key, epoch, cancellation) is { } held
            && (held.Revision > write.Revision || held.Matches(write));
}
