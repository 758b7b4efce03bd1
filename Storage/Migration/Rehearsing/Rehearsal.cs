using HybridOrleans.Storage.Migration.Controlling;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Rehearsing;

/// <summary>Tries out an outage while JSON decides: promote, cut the connections, watch, roll back, check.</summary>
/// <remarks>
/// The document says that a rehearsal is under way, so that silos tell of the writes that they acknowledge, and so that
/// anybody can end it when this process dies. One at a time.
/// </remarks>
internal sealed class Rehearsal(MigrationWork work, VerbRunner runner, ILiveTraffic? traffic)
{
    /// <summary>Silos tell of their writes once a second.</summary>
    private static readonly TimeSpan ReportsArriveWithin = TimeSpan.FromSeconds(2.5);

    private static readonly TimeSpan CatchUpLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private volatile bool _isUnderWay;

    /// <summary>True while this process rehearses.</summary>
    public bool IsUnderWay => _isUnderWay;

    /// <summary>Rehearses, or says why not.</summary>
    public async Task<VerbResult> RunAsync(RehearsalPlan plan, VerbRequest request, CancellationToken cancellation)
    {
        var document = await work.Desk.ReadAsync(cancellation);
        if (await WhyNotAsync(document, plan, cancellation) is { } reason)
        {
            return VerbResult.Not(reason);
        }

        var reads = new RehearsalReads(traffic!, work.Time);
        await reads.ChooseAsync(work.RootOf(document), document, plan.SharePercent, cancellation);
        if (reads.Keys.Count == 0)
        {
            return VerbResult.Not($"No key lies in a share of {plan.SharePercent} %. Choose a larger one.");
        }

        if (request.Mode == VerbMode.DryRun)
        {
            return VerbResult.Did($"Would let PostgreSQL answer for {plan.SharePercent} % of the keys, end every "
                + $"connection to it for {plan.CutFor.TotalSeconds:0.#} s, and go back to {document.Phase}.");
        }

        return await RehearseAsync(plan, request, reads, cancellation);
    }

    /// <summary>Ends a rehearsal that nobody carries on.</summary>
    public async Task<MigrationDocument> EndAbandonedAsync(CancellationToken cancellation)
        => await work.Desk.ChangeAsync(
            d => d.Rehearsal is null ? null : d.AfterRehearsal().After(
                runner.Entry("rehearse", new VerbRequest("controller", "whoever rehearsed is gone")) with
                {
                    Outcome = $"Back to {d.Rehearsal.Before}.",
                }),
            cancellation);

    private async Task<string?> WhyNotAsync(
        MigrationDocument document, RehearsalPlan plan, CancellationToken cancellation)
    {
        if (!plan.IsWithinLimits)
        {
            return $"A share of {plan.SharePercent} % and a cut of {plan.CutFor.TotalSeconds:0.###} s are refused: "
                + "1 to 100 %, 0.5 to 10 s.";
        }

        var debt = await work.Sides.Debt.ReadAsync(work.Component, cancellation);
        return _isUnderWay ? "A rehearsal is under way."
            : VerbTable.WhyNotRehearse(document, debt) ?? runner.WhyNotThese(document)
            ?? (traffic is null || work.Sides.Of(Side.Postgres) is not IConnectionCut
                ? "This store has no connections that could be cut."
                : await WhoLivesInPostgresAsync(cancellation));
    }

    /// <summary>The connections are everybody's: what PostgreSQL decides about would fail meanwhile.</summary>
    private async Task<string?> WhoLivesInPostgresAsync(CancellationToken cancellation)
    {
        foreach (var component in Component.All)
        {
            var document = await work.Sides.Of(Side.Postgres).Documents.ReadAsync(component, cancellation);
            if (document is { Root: Side.Postgres })
            {
                return $"'{component}' lives in PostgreSQL, and its calls would fail while the connections are cut. "
                    + "Rehearse before the first component goes there, or with a copy.";
            }
        }

        return null;
    }

    private async Task<VerbResult> RehearseAsync(
        RehearsalPlan plan, VerbRequest request, RehearsalReads reads, CancellationToken cancellation)
    {
        var report = new RehearsalReport(plan);
        string? whyNot = null;
        traffic!.Writes.Clear();
        _isUnderWay = true;
        try
        {
            report.Promoted = await TimedAsync(async () => whyNot = await BeginAsync(plan, cancellation));
            if (whyNot is not null)
            {
                return VerbResult.Not(whyNot);
            }

            await reads.ForAsync(MigrationSteps.ViewLease, report.Quiet, cancellation);
            await CutAsync(plan, reads, report, cancellation);
        }
        finally
        {
            await EndAsync();
            _isUnderWay = false;
        }

        report.CaughtUp = await CatchUpAsync(cancellation);
        await Task.Delay(ReportsArriveWithin, work.Time, cancellation);
        var document = await work.Desk.ReadAsync(cancellation);
        report.Writes = await WriteCheck.RunAsync(
            work, traffic.Writes, document.Epoch, report.CaughtUp is not null, cancellation);
        var told = report.ToString();
        await work.Desk.ChangeAsync(
            d => report.IsGood ? d.After(runner.Entry("rehearse", request) with { Outcome = told }) : null,
            cancellation);
        return new VerbResult(report.IsGood, told);
    }

    private async Task CutAsync(
        RehearsalPlan plan, RehearsalReads reads, RehearsalReport report, CancellationToken cancellation)
    {
        var begun = new TaskCompletionSource();
        using var until = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var cut = ((IConnectionCut)work.Sides.Of(Side.Postgres)).CutAsync(() => begun.TrySetResult(), until.Token);
        try
        {
            await Task.WhenAny(begun.Task, cut);
            await reads.ForAsync(plan.CutFor, report.InTheCut, cancellation);
            report.RolledBack = await TimedAsync(EndAsync);
        }
        finally
        {
            await until.CancelAsync();
            report.ConnectionsEnded = await cut;
        }
    }

    /// <returns>Null when it is begun; else what somebody has done meanwhile that stands in the way.</returns>
    private async Task<string?> BeginAsync(RehearsalPlan plan, CancellationToken cancellation)
    {
        var debt = await work.Sides.Debt.ReadAsync(work.Component, cancellation);
        string? whyNot = null;
        await work.Desk.ChangeAsync(
            d => (whyNot = VerbTable.WhyNotRehearse(d, debt)) is not null ? null : d with
            {
                Rehearsal = new RehearsalState(d.Phase, d.SharePercent, work.Time.GetUtcNow()),
                Phase = Phase.Live,
                SharePercent = Math.Max(plan.SharePercent, d.Phase == Phase.Live ? d.SharePercent : 0),
            },
            cancellation);
        return whyNot;
    }

    private async Task EndAsync() => await work.Desk.ChangeAsync(
        d => d.Rehearsal is null ? null : d.AfterRehearsal(), CancellationToken.None);

    /// <summary>Waits until debt is paid, which the work in the background does by itself.</summary>
    private async Task<TimeSpan?> CatchUpAsync(CancellationToken cancellation)
    {
        var began = work.Time.GetTimestamp();
        while (work.Time.GetElapsedTime(began) < CatchUpLimit)
        {
            var document = await work.Desk.ReadAsync(cancellation);
            if (document.Synchronise is null && await IsPaidAsync(cancellation))
            {
                return work.Time.GetElapsedTime(began);
            }

            await Task.Delay(Pause, work.Time, cancellation);
        }

        return null;
    }

    private async Task<bool> IsPaidAsync(CancellationToken cancellation)
    {
        try
        {
            await work.Sides.Of(Side.Postgres).ReadFenceAsync(work.Component, cancellation);
            return !(await work.Sides.Debt.ReadAsync(work.Component, cancellation)).IsRaised;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    private async Task<TimeSpan> TimedAsync(Func<Task> act)
    {
        var began = work.Time.GetTimestamp();
        await act();
        return work.Time.GetElapsedTime(began);
    }
}
