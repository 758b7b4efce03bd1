using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Logging;

namespace HybridOrleans.Storage.Routing;

/// <summary>Brings to the follower what the root has, or sees to it that debt stands.</summary>
/// <remarks>
/// The root has the record already, so that nothing here loses it. The caller's cancellation does not count here: once
/// the root has accepted, either the follower has the record too or the debt says that it may lack it.
/// </remarks>
internal sealed class FollowerMirror(
    Component component,
    IMigrationSides sides,
    FollowerCalls follower,
    RouteStatistics statistics,
    TimeProvider time,
    ILogger logger,
    MigrationTestHooks hooks)
{
    /// <summary>How long a write waits for the follower, and then for the debt.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(10);

    // While the follower is dead, every write needs the debt to stand: one look at the ledger serves all who wait.
    private readonly SharedRun<bool> _raising = new(() => RaiseAsync(component, sides, time));

    private long _toldAt;

    /// <summary>Mirrors a write that the root has accepted.</summary>
    /// <exception cref="OutcomeUnknownException">
    /// The follower failed and debt is not known to stand. The root has the write; repeating it with its id is
    /// harmless.
    /// </exception>
    public async ValueTask MirrorAsync(Side to, RecordCopy copy)
    {
        if (hooks.Bug == MigrationBug.ForgetTombstone && copy.Body is null)
        {
            return;
        }

        if (await PutAsync(to, copy) is { } cause)
        {
            await OweAsync(to, cause.Error);
            hooks.Probe?.Reached(MigrationPoints.AfterDebt);
        }
        else
        {
            hooks.Probe?.Reached(MigrationPoints.AfterFollower);
        }
    }

    /// <summary>Brings a record in that a read found missing or older there.</summary>
    public async Task HealAsync(Side to, RecordCopy copy)
    {
        if (await PutAsync(to, copy) is null)
        {
            statistics.AddHealed();
        }
        else
        {
            await TryOweAsync();
        }
    }

    /// <summary>Sees to it that debt stands, or the write is not acknowledged.</summary>
    /// <exception cref="OutcomeUnknownException">It is not known to stand.</exception>
    public async ValueTask OweAsync(Side to, Exception? cause)
    {
        if (!follower.IsKnownDead && IsTimeToTell())
        {
            logger.FollowerOwes(cause, $"{to}", component);
        }

        try
        {
            await RaiseAsync();
        }
        catch (Exception e)
        {
            throw new OutcomeUnknownException(
                $"A write of '{component}' is in the root, but {to} did not take it and the debt could not be noted. "
                + "Repeat it with the same id, or read the record again; check the health of both stores.",
                e);
        }
    }

    /// <summary>Raises debt where no acknowledgement depends on it.</summary>
    public async ValueTask TryOweAsync()
    {
        try
        {
            await RaiseAsync();
        }
        catch (Exception e)
        {
            logger.DebtNotRaised(e, component);
        }
    }

    /// <summary>Null when the follower has the record or a newer one.</summary>
    private async ValueTask<Failure?> PutAsync(Side to, RecordCopy copy)
    {
        if (follower.IsKnownDead)
        {
            return new Failure(null);
        }

        CopyResult result;
        try
        {
            var results = await follower.CallAsync(
                sides.SidesOf(component)[to],
                Limit,
                (store, token) => store.PutIfNewerAsync([copy], token),
                CancellationToken.None);
            result = results[0];
        }
        catch (Exception e)
        {
            return new Failure(e);
        }

        if (result.Outcome is CopyOutcome.Stored or CopyOutcome.Same or CopyOutcome.Older)
        {
            return null;
        }

        if (result.Outcome is CopyOutcome.Diverged or CopyOutcome.Damaged)
        {
            statistics.AddMismatch();
            logger.RecordDiverges(component, $"{to}", result.Stored, copy.Revision);
        }

        return new Failure(null);
    }

    /// <summary>An outage is told of, not each write that meets it.</summary>
    private bool IsTimeToTell()
    {
        var told = Volatile.Read(ref _toldAt);
        return (told == 0 || time.GetElapsedTime(told) >= TellEvery)
            && Interlocked.CompareExchange(ref _toldAt, time.GetTimestamp(), told) == told;
    }

    private async ValueTask RaiseAsync()
    {
        if (hooks.Bug == MigrationBug.ForgetDebt)
        {
            return;
        }

        statistics.AddDebt();
        var raising = _raising.RunAsync();
        if (hooks.Bug != MigrationBug.MarkAfterAcknowledge)
        {
            await raising.WaitAsync(Limit, time);
        }
    }

    private static async Task<bool> RaiseAsync(Component component, IMigrationSides sides, TimeProvider time)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        await sides.SidesOf(component).Debt.RaiseAsync(component, limit.Token).AsTask().WaitAsync(limit.Token);
        return true;
    }

    /// <summary>The follower lacks the record; the error is null where it answered, or was not asked.</summary>
    private readonly record struct Failure(Exception? Error);
}
