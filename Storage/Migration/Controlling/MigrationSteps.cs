using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Migration.Rehearsing;
using HybridOrleans.Storage.Migration.Switching;
using HybridOrleans.Storage.Migration.Synchronising;
using HybridOrleans.Storage.Migration.Verifying;

namespace HybridOrleans.Storage.Migration.Controlling;

/// <summary>The work in the background: what is to be done now follows from the document alone.</summary>
/// <remarks>One caller at a time. Another process may do the same at the same time, which is harmless.</remarks>
internal sealed class MigrationSteps(
    ComponentMigration verbs, MigrationWork work, VerbRunner runner, RootVerbs roots, Synchroniser synchroniser,
    QueueFollower follower, RootSwitch rootSwitch, Rehearsal rehearsal, RampWatch? watch)
{
    /// <summary>When to look again while nothing is to be done.</summary>
    public static readonly TimeSpan WhenIdle = TimeSpan.FromMilliseconds(250);

    /// <summary>When to look again after a store did not answer.</summary>
    public static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A silo whose view is older than 1.5 s routes nothing before it has refreshed it. So after 2 s no silo writes on
    /// a view from before the first copy, which would not go to PostgreSQL and raise no debt.
    /// </summary>
    public static readonly TimeSpan ViewLease = TimeSpan.FromSeconds(2);

    private const string Controller = "controller";
    private DateTimeOffset? _walk;
    private long _walkSeenAt;
    private MigrationDocument? _tidied;

    /// <summary>What keeps it from working; null when nothing does.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Does what is to be done now.</summary>
    /// <returns>When to call it again.</returns>
    /// <exception cref="StoreUnavailableException">A store does not answer. Call again later.</exception>
    public async Task<TimeSpan> RunAsync(CancellationToken cancellation)
    {
        var document = await work.Desk.ReadAsync(cancellation);
        Trouble = runner.WhyNotThese(document);
        if (Trouble is not null)
        {
            return AfterTrouble;
        }

        if (document.Switch is not null)
        {
            var entry = runner.Entry("switch", new VerbRequest(Controller, "a switch was left unfinished"));
            document = (await rootSwitch.FinishAsync(document, entry, cancellation)).Document;
        }

        if (document.Rehearsal is not null && !rehearsal.IsUnderWay)
        {
            document = await rehearsal.EndAbandonedAsync(cancellation);
        }

        document = await TidyAsync(document, cancellation);
        document = await WatchRampAsync(document, cancellation);
        if (LeaseLeft(document) is { } left && left > TimeSpan.Zero)
        {
            return left < WhenIdle ? left : WhenIdle;
        }

        document = await CopyAsync(document, cancellation);
        return await TowardsGoalAsync(document, cancellation) ? TimeSpan.Zero : WhenIdle;
    }

    /// <summary>
    /// Raises fences that a completion left, ends lists of changes that nobody needs, and ends a switch of the root for
    /// good by telling the former root.
    /// </summary>
    private async Task<MigrationDocument> TidyAsync(MigrationDocument document, CancellationToken cancellation)
    {
        if (_tidied is { } known && known.Epoch == document.Epoch && known.Phase == document.Phase)
        {
            return document;
        }

        switch (document.Phase)
        {
            case Phase.Complete:
                await roots.RaiseFencesAsync(document, cancellation);
                await work.Sides.Of(Side.Postgres).Changes.StopAsync(work.Component, cancellation);
                break;
            case Phase.RampDown or Phase.Off:
                await work.Sides.Json.Changes.StopAsync(work.Component, cancellation);
                break;
            default:
                await work.Sides.Of(Side.Postgres).Changes.StopAsync(work.Component, cancellation);
                break;
        }

        if (document.Epoch.Value > 0 && work.Sides.Postgres is not null)
        {
            try
            {
                document = await work.Desk.HandOverAsync(document, cancellation);
            }
            catch (StoreUnavailableException) when (document.Root == Side.Json)
            {
                // PostgreSQL is away and JSON needs nothing of it; a later step tells it.
                return document;
            }
            catch (StoreUnavailableException) when (document.Phase == Phase.Complete)
            {
                // The files may have been taken away by now, and nobody goes back to them.
            }
        }

        _tidied = document;
        return document;
    }

    private async Task<MigrationDocument> WatchRampAsync(
        MigrationDocument document, CancellationToken cancellation)
    {
        if (watch is null || document is not { Phase: Phase.Live, Rehearsal: null }
            || watch.Judge() is not { Kind: GateVerdictKind.RollBack } verdict)
        {
            return document;
        }

        await verbs.RollbackAsync(new VerbRequest(Controller, verdict.Reason), cancellation);
        return await work.Desk.ReadAsync(cancellation);
    }

    /// <summary>How long a new walk must wait for the views; null when none is new.</summary>
    private TimeSpan? LeaseLeft(MigrationDocument document)
    {
        if (document.Synchronise is not { } state || !Synchroniser.IsNew(state))
        {
            return null;
        }

        if (_walk != state.StartedAt)
        {
            (_walk, _walkSeenAt) = (state.StartedAt, work.Time.GetTimestamp());
        }

        return ViewLease - work.Time.GetElapsedTime(_walkSeenAt);
    }

    private async Task<MigrationDocument> CopyAsync(MigrationDocument document, CancellationToken cancellation)
    {
        if (document.Phase is Phase.Off or Phase.Complete)
        {
            return document;
        }

        if (document.Root == Side.Json && document.Synchronise is null)
        {
            document = await PayDebtAsync(document, cancellation);
        }

        document = await synchroniser.RunAsync(document, cancellation);
        return await follower.PumpAsync(document, cancellation);
    }

    private async Task<MigrationDocument> PayDebtAsync(MigrationDocument document, CancellationToken cancellation)
    {
        var debt = await work.Sides.Debt.ReadAsync(work.Component, cancellation);
        if (!debt.IsRaised)
        {
            return document;
        }

        // PostgreSQL must answer before a walk is begun, or an outage would write a document every second.
        await work.Sides.Of(Side.Postgres).ReadFenceAsync(work.Component, cancellation);
        var generation = await work.Sides.Debt.BeginPayingAsync(work.Component, cancellation);
        var now = work.Time.GetUtcNow();
        var total = await work.RootOf(document).EstimateCountAsync(work.Component, cancellation);
        return await work.Desk.ChangeAsync(
            d => d is { Root: Side.Json, Synchronise: null, Switch: null } and not { Phase: Phase.Off }
                && d.Epoch == document.Epoch
                ? d with
                {
                    Synchronise = Synchroniser.FromTheStart(d.Epoch, now) with
                    {
                        DebtGeneration = generation,
                        Total = total,
                    },
                }
                : null,
            cancellation);
    }

    /// <summary>One verb towards the goal.</summary>
    /// <returns>True when it went a step.</returns>
    private async Task<bool> TowardsGoalAsync(MigrationDocument document, CancellationToken cancellation)
    {
        if (document is not { Goal: { } goal, Switch: null } || document.Synchronise is not null)
        {
            return false;
        }

        var request = new VerbRequest(Controller, $"on the way to {goal.Phase}, asked for by {goal.By}");
        var result = IsReached(document, goal)
            ? await runner.DoAsync("reached", request, d => d.Goal == goal
                ? VerbPlan.To(d with { Goal = null }, $"{goal.Phase} is reached.")
                : VerbPlan.Already(""), null, cancellation)
            : await NextVerbAsync(document, goal, request, cancellation);
        var blocked = result.Done ? null : result.Message;
        if (blocked != goal.BlockedBecause)
        {
            await work.Desk.ChangeAsync(
                d => d.Goal is { } g && g.BlockedBecause != blocked
                    ? d with { Goal = g with { BlockedBecause = blocked } }
                    : null,
                cancellation);
        }

        return result.Done;
    }

    private static bool IsReached(MigrationDocument document, GoalState goal)
        => goal.Phase == Phase.Off
            ? document.Phase == Phase.Off
            : document.Phase > goal.Phase
                || (document.Phase == goal.Phase && document.SharePercent >= goal.SharePercent);

    private async Task<VerbResult> NextVerbAsync(
        MigrationDocument document, GoalState goal, VerbRequest request, CancellationToken cancellation)
    {
        var isJudged = document.Verification is { } v && v.Epoch == document.Epoch;
        switch (document.Phase)
        {
            case Phase.RampDown when !isJudged:
            case Phase.Shadow when !isJudged && goal.Phase != Phase.Off:
                return await verbs.VerifyAsync(VerifyScope.Complete, request, cancellation);
            case Phase.RampDown:
                return await verbs.ReopenAsync(request, cancellation);
            case Phase.Complete:
                return VerbResult.Not("Complete is the end.");
        }

        if (goal.Phase == Phase.Off)
        {
            return await verbs.DisableAsync(request, cancellation);
        }

        if (document.Phase == Phase.Off)
        {
            return await verbs.StartAsync(request, cancellation);
        }

        return document.Phase == Phase.Live && watch?.Judge() is { Kind: GateVerdictKind.Inconclusive } verdict
            ? VerbResult.Not($"The ramp waits: {verdict.Reason}.")
            : await verbs.PromoteAsync(goal.SharePercent, request, cancellation);
    }
}
