using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Migration.Switching;
using Microsoft.Extensions.Logging;

namespace HybridOrleans.Storage.Migration.Controlling;

/// <summary>The verbs that may move the root, or undo the beginning of that.</summary>
internal sealed class RootVerbs(MigrationWork work, VerbRunner runner, RootSwitch rootSwitch, ILogger logger)
{
    /// <summary>One phase back; from RampDown it reopens.</summary>
    public Task<VerbResult> RollbackAsync(VerbRequest request, CancellationToken cancellation)
        => VerbRunner.GuardedAsync(async () =>
        {
            var document = await work.Desk.ReadAsync(cancellation);
            if (document.Phase == Phase.RampDown)
            {
                return await SwitchAsync("reopen", Phase.Live, request, cancellation);
            }

            await AbortSwitchAsync(document, "rollback", request, cancellation);
            return await runner.DoAsync("rollback", request, VerbTable.Rollback, null, cancellation);
        });

    /// <summary>PostgreSQL alone, for good.</summary>
    public Task<VerbResult> CompleteAsync(VerbRequest request, CancellationToken cancellation)
        => VerbRunner.GuardedAsync(async () =>
        {
            var result = await runner.DoAsync(
                "complete", request, VerbTable.Complete, d => new(runner.WhyNotThese(d)), cancellation);
            if (result.Done && request.Mode == VerbMode.Do)
            {
                await RaiseFencesAsync(await work.Desk.ReadAsync(cancellation), cancellation);
            }

            return result;
        });

    /// <summary>Back to Off, at once while JSON is the root.</summary>
    public Task<VerbResult> DisableAsync(VerbRequest request, CancellationToken cancellation)
        => VerbRunner.GuardedAsync(async () =>
        {
            var document = await work.Desk.ReadAsync(cancellation);
            await AbortSwitchAsync(document, "disable", request, cancellation);
            return await runner.DoAsync("disable", request, d => VerbTable.Disable(d, request.By), null, cancellation);
        });

    /// <summary>Ends a switch with the old root, and gives up a goal.</summary>
    public Task<VerbResult> AbortAsync(VerbRequest request, CancellationToken cancellation)
        => VerbRunner.GuardedAsync(async () =>
        {
            var document = await work.Desk.ReadAsync(cancellation);
            var hadSwitch = document.Switch is not null;
            if (hadSwitch && request.Mode == VerbMode.Do)
            {
                var ended = await rootSwitch.AbortAsync(
                    document, runner.Entry("abort", request), "asked for", cancellation);
                if (ended.WhyNot is null)
                {
                    return VerbResult.Not($"Too late: the root is switched, the phase is {ended.Document.Phase}.");
                }
            }

            var result = await runner.DoAsync("abort", request,
                d => d.Rehearsal is not null ? VerbTable.Rollback(d) : d.Goal is null
                    ? VerbPlan.Already(hadSwitch ? "The switch is aborted, the root stays." : "Nothing is under way.")
                    : VerbPlan.To(d with { Goal = null }, $"The way to {d.Goal.Phase} is given up; the phase stays."),
                null, cancellation);
            return result;
        });

    /// <summary>Moves the root, or says why not.</summary>
    public Task<VerbResult> SwitchAsync(
        string verb, Phase to, VerbRequest request, CancellationToken cancellation)
        => VerbRunner.GuardedAsync(async () =>
        {
            var document = await work.Desk.ReadAsync(cancellation);
            if (document.Switch is null && PhaseTable.Of(document.Phase).Root == PhaseTable.Of(to).Root)
            {
                return document.Phase == to || to == Phase.Live
                    ? VerbResult.Did($"Done before: the phase is {document.Phase}.")
                    : VerbResult.Not($"The phase is {document.Phase}.");
            }

            var debt = document.Root == Side.Json
                ? await work.Sides.Debt.ReadAsync(work.Component, cancellation)
                : default;
            var whyNot = VerbTable.WhyNotSwitch(document, to, debt, work.Bug)
                ?? runner.WhyNotThese(document);
            if (whyNot is not null)
            {
                return VerbResult.Not(whyNot);
            }

            if (request.Mode == VerbMode.DryRun)
            {
                return VerbResult.Did($"Would move the root: {document.Phase} to {to}. Callers wait up to 5 s.");
            }

            var result = await rootSwitch.SwitchAsync(document, to, runner.Entry(verb, request), cancellation);
            if (result.WhyNot is { } reason)
            {
                return VerbResult.Not(reason);
            }

            logger.RootSwitched(work.Component, to, result.Document.Epoch);
            return VerbResult.Did($"The phase is {to}, the root is {result.Document.Root}.");
        });

    private async Task AbortSwitchAsync(
        MigrationDocument document, string verb, VerbRequest request, CancellationToken cancellation)
    {
        if (document is { Switch: not null, Root: Side.Json } && request.Mode == VerbMode.Do)
        {
            await rootSwitch.AbortAsync(document, runner.Entry(verb, request), $"{verb} was asked for", cancellation);
        }
    }


    /// <summary>Sees to it that no store accepts a view from before <see cref="Phase.Complete"/>.</summary>
    public async Task RaiseFencesAsync(MigrationDocument document, CancellationToken cancellation)
    {
        foreach (var side in new[] { Side.Postgres, Side.Json })
        {
            await work.Sides.Of(side).RaiseFenceAsync(work.Component, document.Epoch, cancellation);
            work.Probe?.Reached(MigrationPoints.CompletionFenced);
        }
    }
}
