using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Migration.Views;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Logging;

namespace HybridOrleans.Storage.Routing;

/// <summary>Reads of the share: PostgreSQL is asked too, and answers only where it is the root's equal.</summary>
/// <remarks>
/// The follower is always read first and the root second. What the follower has was in the root before, so that an
/// equal root makes the follower's body as good as the root's at the moment the root was asked; and whatever the
/// follower has beyond the root did not come through the root.
/// </remarks>
internal sealed class FollowerReads(
    Component component,
    IMigrationSides sides,
    FollowerCalls follower,
    FollowerMirror mirror,
    RouteStatistics statistics,
    ILogger logger,
    MigrationTestHooks hooks)
{
    /// <summary>How long a read waits for the follower before the root answers.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(300);

    /// <summary>How many comparisons and healings may be under way.</summary>
    public const int PiecesMax = 256;

    /// <summary>Comparisons and healings that nobody waits for.</summary>
    public Background Pieces { get; } = new(PiecesMax);

    /// <summary>Reads a key of the share in <see cref="Phase.Live"/>.</summary>
    public async ValueTask<StoredRecord?> ReadEqualAsync(
        MigrationView view, IMigratableStore root, RecordKey key, CancellationToken cancellation)
    {
        if (follower.IsKnownDead)
        {
            statistics.AddUnanswered();
            return await root.ReadAsync(key, view.Epoch, cancellation);
        }

        StoredRecord? seen;
        try
        {
            seen = await follower.CallAsync(
                sides.SidesOf(component).Postgres,
                Limit,
                (store, token) => store.ReadAsync(key, view.Epoch, token),
                cancellation);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            if (CountDamage(e))
            {
                statistics.AddUnequal();
            }
            else
            {
                statistics.AddUnanswered();
            }

            return await root.ReadAsync(key, view.Epoch, cancellation);
        }

        if (hooks.Bug == MigrationBug.ServeFollowerUnchecked)
        {
            return seen;
        }

        var there = seen is null ? null : RecordDigest.Of(key, seen);
        var here = await root.DigestAsync(key, view.Epoch, cancellation);
        if (IsAsGood(there, here))
        {
            return seen;
        }

        statistics.AddUnequal();
        var record = await root.ReadAsync(key, view.Epoch, cancellation);
        if (Judge(view, key, there, here, record) is { } copy
            && !Pieces.TryRun(key, () => mirror.HealAsync(Side.Postgres, copy)))
        {
            await mirror.TryOweAsync();
        }

        return record;
    }

    /// <summary>Compares a key of the share in <see cref="Phase.Shadow"/>, after the root has answered.</summary>
    public void CompareLater(MigrationView view, IMigratableStore root, RecordKey key)
    {
        if (follower.IsKnownDead || !Pieces.TryRun(key, () => CompareAsync(view, root, key)))
        {
            statistics.AddDropped();
        }
    }

    private async Task CompareAsync(MigrationView view, IMigratableStore root, RecordKey key)
    {
        try
        {
            var there = await follower.CallAsync(
                sides.SidesOf(component).Postgres,
                FollowerMirror.Limit,
                (store, token) => store.DigestAsync(key, view.Epoch, token),
                CancellationToken.None);
            var here = await root.DigestAsync(key, view.Epoch, CancellationToken.None);
            if (Compare(there, here) != Likeness.Equal)
            {
                var record = await root.ReadAsync(key, view.Epoch, CancellationToken.None);
                if (Judge(view, key, there, here, record) is { } copy)
                {
                    await mirror.HealAsync(Side.Postgres, copy);
                }
            }
        }
        catch (Exception e)
        {
            // The caller has its answer from the root; an outage shows in the follower's calls and in the debt.
            CountDamage(e);
        }
    }

    /// <summary>What the follower should be brought; null where it diverges, which is told.</summary>
    private RecordCopy? Judge(
        MigrationView view, RecordKey key, RecordDigest? there, RecordDigest? here, StoredRecord? record)
    {
        if (Compare(there, here) != Likeness.Divergent)
        {
            return record is null ? null : RecordCopy.Of(key, record, view.Epoch);
        }

        statistics.AddMismatch();
        logger.RecordDiverges(
            component, $"{Side.Postgres}", there?.Revision ?? Revision.None, here?.Revision ?? Revision.None);
        return null;
    }

    private bool IsAsGood(RecordDigest? there, RecordDigest? here) => hooks.Bug switch
    {
        MigrationBug.CompareRevisionsOnly => there?.Revision == here?.Revision,
        MigrationBug.ServeFollowerAhead => Compare(there, here) == Likeness.Equal
            || there?.Revision > (here?.Revision ?? Revision.None),
        _ => Compare(there, here) == Likeness.Equal,
    };

    private static Likeness Compare(RecordDigest? there, RecordDigest? here)
        => there is null ? (here is null ? Likeness.Equal : Likeness.Behind)
            : here is null ? Likeness.Divergent
            : there.Matches(here) ? Likeness.Equal
            : there.Revision < here.Revision ? Likeness.Behind
            : Likeness.Divergent;

    private bool CountDamage(Exception error)
    {
        if (error is not DamagedRecordException)
        {
            return false;
        }

        statistics.AddMismatch();
        return true;
    }
}
