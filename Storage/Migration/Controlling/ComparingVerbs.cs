using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Migration.Verifying;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Controlling;

/// <summary>The verbs that compare both sides and end divergences.</summary>
internal sealed class ComparingVerbs(
    MigrationWork work, VerbRunner runner, Verifier verifier, Repairer repairer, DivergenceBook book)
{
    /// <summary>Compares; keeps what a complete comparison found.</summary>
    public Task<VerbResult> VerifyAsync(VerifyScope scope, VerbRequest request, CancellationToken cancellation)
        => VerbRunner.GuardedAsync(async () =>
        {
            var document = await work.Desk.ReadAsync(cancellation);
            if (WhyNotCompare(document, scope) is { } reason)
            {
                return VerbResult.Not(reason);
            }

            if (request.Mode == VerbMode.DryRun)
            {
                var count = await work.RootOf(document).EstimateCountAsync(work.Component, cancellation);
                return VerbResult.Did(scope.Key is null
                    ? $"Would compare {scope.Percent} % of about {count} keys."
                    : "Would compare 1 key.");
            }

            var result = await verifier.VerifyAsync(document, scope, cancellation);
            var told = $"{result.Compared} compared, {result.Divergent} divergent, {result.Healed} healed.";
            if (scope.IsComplete)
            {
                await KeepAsync(document, result, runner.Entry("verify", request) with { Outcome = told },
                    cancellation);
            }

            return result.Divergent == 0 ? VerbResult.Did(told) : VerbResult.Not(told + " Repair them.");
        });

    /// <summary>Ends divergences.</summary>
    public Task<VerbResult> RepairAsync(RecordKey? key, VerbRequest request, CancellationToken cancellation)
        => VerbRunner.GuardedAsync(async () =>
        {
            var document = await work.Desk.ReadAsync(cancellation);
            if (WhyNotCompare(document, VerifyScope.Sample(1)) is { } reason)
            {
                return VerbResult.Not(reason);
            }

            if (request.Mode == VerbMode.DryRun)
            {
                var count = key is null ? await book.AllAsync(document, cancellation).CountAsync(cancellation) : 1;
                return VerbResult.Did($"Would repair {count} keys; what the root does not hold is quarantined.");
            }

            return await RepairKeysAsync(KeysOf(key, document, cancellation), document, request, cancellation);
        });

    private IAsyncEnumerable<RecordKey> KeysOf(
        RecordKey? key, MigrationDocument document, CancellationToken cancellation)
        => key is { } one
            ? new[] { one }.ToAsyncEnumerable()
            : book.AllAsync(document, cancellation).Select(d => RecordKey.FromText(work.Component, d.Key));

    private async Task<VerbResult> RepairKeysAsync(
        IAsyncEnumerable<RecordKey> keys, MigrationDocument document, VerbRequest request,
        CancellationToken cancellation)
    {
        var (count, repaired) = (0L, 0L);
        var left = document.Divergences.Select(d => d.Key).ToHashSet(StringComparer.Ordinal);
        string? whyNot = null;
        await foreach (var key in keys)
        {
            count++;
            if (await repairer.TryRepairAsync(key, document, cancellation) is { } reason)
            {
                whyNot ??= reason;
                continue;
            }

            repaired++;
            left.Remove(key.Text);
            await book.RemoveAsync([key.Text], cancellation);
        }

        if (count == 0)
        {
            return VerbResult.Did("No divergence is listed.");
        }

        var told = $"{repaired} of {count} keys repaired.";
        await work.Desk.ChangeAsync(
            d => (d with
            {
                Divergences = d.Divergences.Where(known => left.Contains(known.Key)).ToArray(),
                Verification = null,
            }).After(runner.Entry("repair", request) with { Outcome = told }),
            cancellation);
        return whyNot is null ? VerbResult.Did(told + " Verify again.") : VerbResult.Not($"{told} {whyNot}");
    }

    private string? WhyNotCompare(MigrationDocument d, VerifyScope scope) => d switch
    {
        { Phase: Phase.Off or Phase.Complete } => $"The phase is {d.Phase}: there is nothing to compare.",
        { Switch: not null } => "The root is being switched. Wait, or abort it.",
        { Synchronise: { } s } when scope.IsComplete =>
            $"Copying is {(s.IsPaused ? "paused" : "under way")}: {s.Done} of about {s.Total} records.",
        _ => runner.WhyNotThese(d),
    };

    private async Task KeepAsync(
        MigrationDocument document, VerifyResult result, HistoryEntry entry, CancellationToken cancellation)
    {
        var kept = new VerificationState(
            document.Epoch, work.Time.GetUtcNow(), result.Compared, result.Divergent, result.Since);
        var before = document.Verification;
        var perseverance = new Perseverance(work, document) { HowFar = () => (result.Compared, result.Compared) };
        await perseverance.AskAsync(
            () => work.Desk.ChangeAsync(
                d => d.Epoch == document.Epoch && d.Root == document.Root && d.Phase != Phase.Off && d.Switch is null
                    && d.Verification != kept
                    ? (d with { Verification = kept, Divergences = result.Divergences }).After(entry)
                    : null,
                cancellation),
            cancellation);
        work.Probe?.Reached(MigrationPoints.VerifyNoted);
        if (before is not null && before.Since.Log == result.Since.Log && document.Root == Side.Json)
        {
            await new Perseverance(work, document).AskAsync(
                () => work.Sides.Json.Changes.TrimAsync(work.Component, result.Since, cancellation), cancellation);
        }
    }
}
