using HybridOrleans.Storage.Migration.Changes;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Migration.Synchronising;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Verifying;

/// <summary>Compares both sides: key sets, revisions, hashes of the bodies, tombstones.</summary>
/// <remarks>
/// Both sides are walked side by side in the order of <see cref="RecordCursor"/>. Walks are no snapshots, so what seems
/// to differ is only suspected, and <see cref="SuspectLooks"/> decides. The list of changes of the root is begun before
/// the walk: what changes behind the walk's back is in it, and a switch of the root looks at it under the seal. A side
/// that gives no answer for a while is waited for by <see cref="Perseverance"/>.
/// </remarks>
internal sealed class Verifier(MigrationWork work, Throttle throttle)
{
    private const int SuspectsMax = 1_000;
    private const string AfterEveryKey = "~";

    /// <summary>How far it is; null while it does nothing.</summary>
    public WorkProgress? Progress { get; private set; }

    /// <summary>
    /// The place in the root's list of changes from which a switch will look, while a complete comparison is under way.
    /// </summary>
    public ChangePosition? Since { get; private set; }

    /// <summary>Compares.</summary>
    /// <exception cref="StoreUnavailableException">
    /// A store did not answer at the beginning, or during a complete comparison for <see cref="Silence.Max"/>. Nothing
    /// is known.
    /// </exception>
    public async Task<VerifyResult> VerifyAsync(
        MigrationDocument document, VerifyScope scope, CancellationToken cancellation)
    {
        try
        {
            var book = scope.IsComplete ? new DivergenceBook(work) : null;
            await (book?.ClearAsync(cancellation) ?? ValueTask.CompletedTask);
            var perseverance = new Perseverance(work, document, scope.IsComplete);
            var looks = new SuspectLooks(work, document, perseverance, book);
            throttle.Begin();
            if (scope.Key is { } key)
            {
                await looks.JudgeAsync([key], cancellation);
                return looks.Result(compared: 1, since: default);
            }

            var since = scope.IsComplete
                ? await work.RootOf(document).Changes.StartAsync(work.Component, cancellation)
                : default;
            Since = scope.IsComplete ? since : null;
            var compared = scope.IsComplete
                ? await WalkAsync(document, looks, perseverance, RecordCursor.Start, lastBucket: 255, cancellation)
                : await SampleAsync(document, looks, perseverance, scope, cancellation);
            return looks.Result(compared, since);
        }
        finally
        {
            Progress = null;
            Since = null;
        }
    }

    private async Task<long> SampleAsync(
        MigrationDocument document, SuspectLooks looks, Perseverance perseverance, VerifyScope scope,
        CancellationToken cancellation)
    {
        long compared = 0;
        foreach (var bucket in scope.Buckets)
        {
            var before = bucket == 0 ? RecordCursor.Start : new RecordCursor(bucket - 1, AfterEveryKey);
            compared += await WalkAsync(document, looks, perseverance, before, bucket, cancellation);
        }

        return compared;
    }

    private async Task<long> WalkAsync(
        MigrationDocument document, SuspectLooks looks, Perseverance perseverance, RecordCursor after,
        int lastBucket, CancellationToken cancellation)
    {
        var total = await work.RootOf(document).EstimateCountAsync(work.Component, cancellation);
        var began = work.Time.GetTimestamp();
        var suspects = new List<RecordKey>();
        long compared = 0;
        long rested = 0;
        perseverance.HowFar = () => (compared, total);
        await using var root = WalkOf(work.RootOf(document));
        await using var follower = WalkOf(work.FollowerOf(document));
        var left = await NextAsync(root, lastBucket);
        var right = await NextAsync(follower, lastBucket);
        while (left is not null || right is not null)
        {
            var order = Compare(left, right);
            if (IsSuspect(left, right, order))
            {
                suspects.Add((order <= 0 ? left : right)!.Key);
                if (suspects.Count == SuspectsMax)
                {
                    await looks.JudgeAsync(suspects, cancellation);
                    suspects.Clear();
                }
            }

            left = order <= 0 ? await NextAsync(root, lastBucket) : left;
            right = order >= 0 ? await NextAsync(follower, lastBucket) : right;
            if (++compared - rested >= throttle.PieceRecords(rateMax: 0))
            {
                work.Probe?.Reached(MigrationPoints.VerifyPageCompared);
                await throttle.WaitAsync((int)(compared - rested), rateMax: 0, cancellation);
                rested = compared;
                cancellation.ThrowIfCancellationRequested();
                Progress = WorkProgress.Of(
                    "verify", compared, total, compared, work.Time.GetElapsedTime(began), throttle.Pause);
            }
        }

        work.Probe?.Reached(MigrationPoints.VerifyPageCompared);
        await looks.JudgeAsync(suspects, cancellation);
        return compared;

        IAsyncEnumerator<RecordDigest> WalkOf(IMigratableStore side)
            => perseverance.WalkAsync(side, after, throttle, cancellation).GetAsyncEnumerator(cancellation);
    }

    private bool IsSuspect(RecordDigest? left, RecordDigest? right, int order)
        => order < 0 ? true
            : order > 0 ? work.Bug != MigrationBug.OverlookKeysTheRootNeverHad
            : left!.Revision == Revision.None || right!.Revision == Revision.None || left.Revision != right.Revision
                || (work.Bug != MigrationBug.CompareRevisionsOnly && !left.Matches(right));

    private static async ValueTask<RecordDigest?> NextAsync(IAsyncEnumerator<RecordDigest> walk, int lastBucket)
        => await walk.MoveNextAsync() && (lastBucket == 255 || walk.Current.Key.Bucket <= lastBucket)
            ? walk.Current
            : null;

    /// <summary>Which of the two comes first in a walk; the one that is over comes last.</summary>
    private static int Compare(RecordDigest? left, RecordDigest? right)
    {
        if (left is null || right is null)
        {
            return left is null ? 1 : -1;
        }

        if (left.Key.Text == right.Key.Text)
        {
            return 0;
        }

        var byBucket = left.Key.Bucket.CompareTo(right.Key.Bucket);
        return byBucket != 0 ? byBucket : string.CompareOrdinal(left.Key.Text, right.Key.Text);
    }
}
