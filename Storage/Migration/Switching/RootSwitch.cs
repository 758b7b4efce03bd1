using HybridOrleans.Storage.Migration.Changes;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Migration.Synchronising;
using HybridOrleans.Storage.Migration.Verifying;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Switching;

/// <summary>Moves the root from one side to the other, and leaves it where it was when that does not work.</summary>
/// <remarks>
/// <para>
/// The steps: the old root's document says that it is to be switched; the old root's fence rises, so that no write and
/// no read of the present epoch is accepted there any more; the keys that changed since the last verification are
/// copied and compared; the old root's document names the new root with the next epoch; the new root gets the document.
/// </para>
/// <para>
/// Every step may be repeated by anybody. Who is second finds another version of the document and does nothing. Writers
/// of the next epoch exist only once the document says so, in one of its two ways: switched or aborted. Both are a
/// compare-and-set on the version that the seal was decided with, so a switch that was compared under the seal can not
/// be completed after somebody aborted it and writes went on.
/// </para>
/// </remarks>
internal sealed class RootSwitch(MigrationWork work)
{
    /// <summary>A seal that is not finished after this time is aborted.</summary>
    public static readonly TimeSpan SealLimit = TimeSpan.FromSeconds(5);

    private const int PageMax = 1_000;
    private const int LiveRoundsMax = 20;

    private RootSwitchState? _firstSeen;
    private long _firstSeenAt;

    /// <summary>The most keys that are copied and compared while callers wait.</summary>
    public int KeysUnderSealMax { get; init; } = 10_000;

    /// <summary>Switches the root.</summary>
    /// <param name="document">Verified in its epoch, and without a switch under way.</param>
    /// <param name="to">A phase of the other root.</param>
    /// <param name="entry">The entry of the history; its outcome is set here.</param>
    /// <param name="cancellation">Leaves the switch to whoever sees it next.</param>
    /// <exception cref="StoreUnavailableException">The old root does not answer.</exception>
    public async Task<SwitchResult> SwitchAsync(
        MigrationDocument document, Phase to, HistoryEntry entry, CancellationToken cancellation)
    {
        var next = new Epoch(document.Epoch.Value + 1);
        var fence = await work.FollowerOf(document).ReadFenceAsync(work.Component, cancellation);
        if (fence.Value > next.Value)
        {
            return new(document, $"The new root accepts '{work.Component}' from epoch {fence} on, and the switch would "
                + $"make epoch {next}. One of the stores was restored or belongs to another migration.");
        }

        if (await TryShortenAsync(document, cancellation) is { WhyNot: not null } blocked)
        {
            return blocked;
        }

        var seen = await work.Desk.ReadAsync(cancellation);
        if (seen.Epoch != document.Epoch || seen.Phase != document.Phase || seen.Switch is not null)
        {
            return new(seen, "The migration was changed meanwhile. Look at the status and repeat.");
        }

        var sealedAt = work.Time.GetUtcNow();
        var decided = await work.Desk.TryChangeAsync(
            seen, seen with { Switch = new RootSwitchState(to, next, sealedAt) }, cancellation);
        if (decided is null)
        {
            return new(await work.Desk.ReadAsync(cancellation), "The migration was changed meanwhile. Repeat.");
        }

        work.Probe?.Reached(MigrationPoints.SwitchDecided);
        return await FinishAsync(decided, entry, cancellation);
    }

    /// <summary>Goes on with a switch that somebody has begun; one that is too old is aborted.</summary>
    /// <exception cref="StoreUnavailableException">The old root does not answer.</exception>
    public async Task<SwitchResult> FinishAsync(
        MigrationDocument document, HistoryEntry entry, CancellationToken cancellation)
    {
        if (document.Switch is not { } pending)
        {
            return new(document, "No switch of the root is under way.");
        }

        var left = SealLimit - AgeOf(pending);
        if (left <= TimeSpan.Zero)
        {
            return await AbortAsync(document, entry, "the seal was older than 5 s", cancellation);
        }

        using var limit = new CancellationTokenSource(left, work.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        string whyNot;
        try
        {
            (var followed, var reason) = await CopyUnderSealAsync(document, pending, both.Token);
            if (reason is null)
            {
                return await AdvanceAsync(document, pending, followed, entry, cancellation);
            }

            whyNot = reason;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            whyNot = "copying under the seal took longer than 5 s";
        }
        catch (Exception e) when (e is StoreUnavailableException or DamagedRecordException or StaleEpochException)
        {
            whyNot = e.Message;
        }

        return await AbortAsync(document, entry, whyNot, cancellation);
    }

    /// <summary>Ends a switch with the old root, as one more epoch.</summary>
    /// <exception cref="StoreUnavailableException">The old root does not answer. Repeat the call.</exception>
    public async Task<SwitchResult> AbortAsync(
        MigrationDocument document, HistoryEntry entry, string reason, CancellationToken cancellation)
    {
        if (document.Switch is not { } pending)
        {
            return new(document, null);
        }

        var aborted = (document with
        {
            Epoch = work.Bug == MigrationBug.AbortInTheSameEpoch ? document.Epoch : pending.Next,
            Switch = null,
        }).After(entry with { Outcome = $"aborted: {reason}" });
        if (await work.Desk.TryChangeAsync(document, aborted, cancellation) is { } stored)
        {
            work.Probe?.Reached(MigrationPoints.SwitchAborted);
            return new(stored, $"The switch was aborted: {reason}.");
        }

        return Ended(await work.Desk.ReadAsync(cancellation), pending);
    }

    private static SwitchResult Ended(MigrationDocument seen, RootSwitchState pending)
        => new(seen, seen.Phase == pending.To && seen.Epoch == pending.Next
            ? null
            : "Somebody else ended the switch meanwhile. Look at the status.");

    private TimeSpan AgeOf(RootSwitchState pending)
    {
        if (_firstSeen != pending)
        {
            (_firstSeen, _firstSeenAt) = (pending, work.Time.GetTimestamp());
        }

        // The clock of the process that sealed may differ; what this one has seen itself counts too.
        var (told, seen) = (work.Time.GetUtcNow() - pending.SealedAt, work.Time.GetElapsedTime(_firstSeenAt));
        return told > seen ? told : seen;
    }

    /// <summary>Copies and compares changed keys while writes go on, until few enough are left for the seal.</summary>
    private async Task<SwitchResult?> TryShortenAsync(MigrationDocument document, CancellationToken cancellation)
    {
        var root = work.RootOf(document);
        for (var round = 0; round < LiveRoundsMax; round++)
        {
            if (document.Verification is not { } verified || verified.Epoch != document.Epoch)
            {
                return work.Bug == MigrationBug.SwitchWithoutVerification
                    ? null
                    : new(document, "Both sides were not compared in this epoch. Verify first.");
            }

            var page = await root.Changes.ReadAsync(work.Component, verified.Since, PageMax, cancellation);
            if (!page.IsWhole)
            {
                return new(document, "The list of changes does not reach back to the verification. Verify again.");
            }

            if (page.Keys.Count + page.Remaining <= KeysUnderSealMax)
            {
                return null;
            }

            var (place, difference) = await CatchUpLiveAsync(document, verified.Since, cancellation);
            if (difference is not null)
            {
                return new(document, difference);
            }

            document = await work.Desk.ChangeAsync(
                d => d.Epoch == document.Epoch && d.Verification == verified && d.Switch is null
                    ? d with { Verification = verified with { Since = place } }
                    : null,
                cancellation);
        }

        return new(document, $"More than {KeysUnderSealMax} keys changed during each of {LiveRoundsMax} rounds. Try "
            + "again when there are fewer writes.");
    }

    private async Task<(ChangePosition Place, string? Difference)> CatchUpLiveAsync(
        MigrationDocument document, ChangePosition since, CancellationToken cancellation)
    {
        var perseverance = new Perseverance(work, document);
        var place = since;
        while (true)
        {
            var page = await perseverance.AskAsync(
                () => work.RootOf(document).Changes.ReadAsync(work.Component, place, PageMax, cancellation),
                cancellation);
            if (!page.IsWhole)
            {
                return (place, "The list of changes was broken meanwhile. Verify again.");
            }

            await perseverance.AskAsync(
                async () => await KeyCopier.CopyAsync(
                    page.Keys, work.RootOf(document), work.FollowerOf(document), document.Epoch, cancellation),
                cancellation);
            var looks = new SuspectLooks(work, document, perseverance);
            await looks.JudgeAsync(page.Keys.Distinct().ToArray(), cancellation);
            if (looks.Result(0, default).Divergent is > 0 and var divergent)
            {
                return (place, $"{divergent} of the keys that changed since the verification differ. Verify again.");
            }

            place = page.Next;
            if (page.Remaining <= PageMax)
            {
                return (place, null);
            }
        }
    }

    /// <summary>Seals, copies and compares. Answers with the one reason why the root can not move.</summary>
    private async Task<(ChangePosition? Followed, string? WhyNot)> CopyUnderSealAsync(
        MigrationDocument document, RootSwitchState pending, CancellationToken cancellation)
    {
        var (root, follower) = (work.RootOf(document), work.FollowerOf(document));
        if (work.Bug != MigrationBug.SkipTheSeal)
        {
            await root.RaiseFenceAsync(work.Component, pending.Next, cancellation);
        }

        work.Probe?.Reached(MigrationPoints.Sealed);
        var (keys, whyNot) = await ChangedKeysAsync(document, cancellation);
        if (whyNot is not null)
        {
            return (null, whyNot);
        }

        if (work.Bug != MigrationBug.SkipCopyingUnderTheSeal)
        {
            var refused = await KeyCopier.CopyAsync(keys, root, follower, pending.Next, cancellation);
            if (refused.Count > 0)
            {
                return (null, $"{refused.Count} keys could not be copied: {refused[0].Result.Outcome}. Verify again");
            }
        }

        work.Probe?.Reached(MigrationPoints.UnderSealCopied);
        if (work.Bug != MigrationBug.SkipVerifyingUnderTheSeal
            && await KeyCheck.FirstDifferenceAsync(keys, root, follower, pending.Next, cancellation) is not null)
        {
            return (null, "a key that changed since the verification differs. Verify again");
        }

        // The list of the new root begins before any write of the next epoch, so that the old one can follow it.
        ChangePosition? followed = PhaseTable.Of(pending.To).FollowerWrites == FollowerWrites.Queued
            ? await follower.Changes.StartAsync(work.Component, cancellation)
            : null;
        work.Probe?.Reached(MigrationPoints.UnderSealVerified);
        return (followed, null);
    }

    private async Task<(IReadOnlyCollection<RecordKey> Keys, string? WhyNot)> ChangedKeysAsync(
        MigrationDocument document, CancellationToken cancellation)
    {
        var keys = new HashSet<RecordKey>();
        if (document.Verification is not { } verified || verified.Epoch != document.Epoch)
        {
            return (keys, work.Bug == MigrationBug.SwitchWithoutVerification
                ? null
                : "both sides were not compared in this epoch. Verify first");
        }

        var place = verified.Since;
        while (true)
        {
            var page = await work.RootOf(document).Changes.ReadAsync(work.Component, place, PageMax, cancellation);
            keys.UnionWith(page.Keys);
            if (!page.IsWhole || keys.Count > 2 * KeysUnderSealMax)
            {
                return (keys, page.IsWhole
                    ? $"more than {2 * KeysUnderSealMax} keys changed. Try again when there are fewer writes"
                    : "the list of changes does not reach back to the verification. Verify again");
            }

            place = page.Next;
            if (page.Remaining == 0)
            {
                return (keys, null);
            }
        }
    }

    private async Task<SwitchResult> AdvanceAsync(
        MigrationDocument document, RootSwitchState pending, ChangePosition? followed, HistoryEntry entry,
        CancellationToken cancellation)
    {
        var advanced = (document with
        {
            Epoch = pending.Next,
            Phase = pending.To,
            Switch = null,
            Synchronise = null,
            Verification = null,
            Followed = followed,
        }).After(entry with { Outcome = "done" });
        if (await work.Desk.TryChangeAsync(document, advanced, cancellation) is not { } stored)
        {
            return Ended(await work.Desk.ReadAsync(cancellation), pending);
        }

        work.Probe?.Reached(MigrationPoints.OldRootAdvanced);
        stored = await work.Desk.ReadAsync(cancellation);
        work.Probe?.Reached(MigrationPoints.NewRootWritten);
        return new(stored, null);
    }
}
