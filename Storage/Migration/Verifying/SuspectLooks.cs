using HybridOrleans.Storage.Migration.Changes;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Verifying;

/// <summary>Looks again at keys that seemed to differ, and tells writes in flight from divergences.</summary>
/// <remarks>
/// <para>
/// One look asks the root, the follower, and the root again. A root that moved in between says nothing. Three looks
/// over half a second with a root that stood still and a follower that still differs are a divergence.
/// </para>
/// <para>
/// A follower that is merely older, or lacks the record, is caught up by put-if-newer and looked at again: it was
/// behind, as debt or a queue allow. A key that is written all the time is in the list of changes, which a switch looks
/// at under its seal, so it is not called divergent here.
/// </para>
/// </remarks>
internal sealed class SuspectLooks(
    MigrationWork work, MigrationDocument document, Perseverance perseverance, DivergenceBook? book = null)
{
    private const int LooksMin = 3;
    private const int LooksMax = 20;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);

    private readonly List<Divergence> _divergences = [];
    private readonly List<Divergence> _found = [];
    private readonly Dictionary<RecordKey, Revision> _healed = [];
    private long _divergent;

    /// <summary>Everything that was judged so far.</summary>
    public VerifyResult Result(long compared, ChangePosition since)
        => new(compared, _healed.Count, _divergent, _divergences.ToArray(), since);

    /// <summary>Looks at the keys until each is equal, divergent, or written all the time.</summary>
    public async Task JudgeAsync(IReadOnlyCollection<RecordKey> keys, CancellationToken cancellation)
    {
        var open = keys.ToDictionary(key => key, _ => 0);
        for (var look = 0; look < LooksMax && open.Count > 0; look++)
        {
            if (look > 0)
            {
                await Task.Delay(BetweenLooks, work.Time, cancellation);
            }

            foreach (var (key, still) in open.ToArray())
            {
                if (await IsSettledAsync(key, still, open, cancellation))
                {
                    open.Remove(key);
                }
            }
        }

        if (book is not null)
        {
            await perseverance.AskAsync(() => book.AddAsync(_found, cancellation), cancellation);
            _found.Clear();
        }
    }

    private async Task<bool> IsSettledAsync(
        RecordKey key, int still, Dictionary<RecordKey, int> open, CancellationToken cancellation)
    {
        var (sight, divergence) = await LookAsync(key, cancellation);
        switch (sight)
        {
            case Sight.Equal:
                return true;
            case Sight.Behind when await TryHealAsync(key, cancellation):
                return false;
            case Sight.Moving:
                return false;
        }

        if (still + 1 < LooksMin)
        {
            open[key] = still + 1;
            return false;
        }

        _divergent++;
        if (_divergences.Count < MigrationDocument.DivergencesMax)
        {
            _divergences.Add(divergence!);
        }

        if (book is not null)
        {
            _found.Add(divergence!);
        }

        return true;
    }

    private async Task<(Sight Sight, Divergence? Divergence)> LookAsync(RecordKey key, CancellationToken cancellation)
    {
        var before = await DigestAsync(work.RootOf(document), key, cancellation);
        var follower = await DigestAsync(work.FollowerOf(document), key, cancellation);
        var after = await DigestAsync(work.RootOf(document), key, cancellation);
        if (before is null != after is null || (before is not null && !before.Matches(after!)))
        {
            return (Sight.Moving, null);
        }

        if (IsDamaged(after) || IsDamaged(follower))
        {
            return (Sight.Different, Named(key, after, follower, "the bytes are damaged; adopt the record first"));
        }

        if (follower is null)
        {
            return (after is null ? Sight.Equal : Sight.Behind, Named(key, after, follower, "the follower lacks it"));
        }

        if (after is null)
        {
            return (Sight.Different, Named(key, after, follower, "the root never had this key"));
        }

        if (follower.Revision != after.Revision)
        {
            return follower.Revision < after.Revision
                ? (Sight.Behind, Named(key, after, follower, "the follower stays behind"))
                : (Sight.Different, Named(key, after, follower, "the follower is ahead of the root"));
        }

        return follower.Matches(after) || work.Bug == MigrationBug.CompareRevisionsOnly
            ? (Sight.Equal, null)
            : (Sight.Different, Named(key, after, follower, "the same revision has other bytes"));
    }

    private async Task<RecordDigest?> DigestAsync(
        IMigratableStore store, RecordKey key, CancellationToken cancellation)
    {
        try
        {
            return await perseverance.AskAsync(
                () => store.DigestAsync(key, document.Epoch, cancellation), cancellation);
        }
        catch (DamagedRecordException)
        {
            return new RecordDigest(key, Revision.None, null);
        }
        catch (StaleEpochException e)
        {
            throw new StoreUnavailableException(
                $"The root of '{work.Component}' is being switched; what was compared is void. Verify again.", e);
        }
    }

    /// <summary>True when the follower took the root's record or has a newer one; once for each revision.</summary>
    private async Task<bool> TryHealAsync(RecordKey key, CancellationToken cancellation)
    {
        var record = await perseverance.AskAsync(
            () => work.RootOf(document).ReadAsync(key, document.Epoch, cancellation), cancellation);
        if (record is null || _healed.GetValueOrDefault(key) == record.Revision)
        {
            return false;
        }

        var result = await perseverance.AskAsync(
            () => work.FollowerOf(document).PutIfNewerAsync(
                [RecordCopy.Of(key, record, document.Epoch)], cancellation),
            cancellation);
        if (result[0].Outcome == CopyOutcome.Stored)
        {
            _healed[key] = record.Revision;
        }

        return result[0].Outcome is CopyOutcome.Stored or CopyOutcome.Same or CopyOutcome.Older;
    }

    private Divergence Named(RecordKey key, RecordDigest? root, RecordDigest? follower, string reason)
    {
        var (json, postgres) = document.Root == Side.Json ? (root, follower) : (follower, root);
        return new Divergence(key.Text, SideOf(json), SideOf(postgres), reason, work.Time.GetUtcNow());
    }

    private static bool IsDamaged(RecordDigest? digest) => digest is { IsTombstone: false, Hash: null };

    private static DivergentSide? SideOf(RecordDigest? digest) => digest is null
        ? null
        : new DivergentSide(
            digest.Revision.Value, digest.Hash is { } hash ? Convert.ToHexStringLower(hash.Span) : null);
}
