using HybridOrleans.Storage.Migration.Assessing;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Migration.Rehearsing;
using HybridOrleans.Storage.Migration.Switching;
using HybridOrleans.Storage.Migration.Synchronising;
using HybridOrleans.Storage.Migration.Verifying;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Logging;

namespace HybridOrleans.Storage.Migration.Controlling;

/// <summary>The migration of one component: every verb, the work in the background, and the status.</summary>
/// <remarks>
/// <para>
/// Safe for many callers at once, and for several processes at once: each verb is a compare-and-set on the document,
/// and every piece of work may be repeated by anybody. What a process leaves unfinished is taken up by the next
/// <see cref="StepAsync"/>, wherever it runs.
/// </para>
/// <para>
/// A verb never throws because a store is away: the answer says so. It may then have been carried out; repeating it is
/// safe and tells.
/// </para>
/// </remarks>
public sealed class ComponentMigration
{
    private readonly MigrationWork _work;
    private readonly ILogger _logger;
    private readonly Synchroniser _synchroniser;
    private readonly QueueFollower _follower;
    private readonly Verifier _verifier;
    private readonly VerbRunner _runner;
    private readonly RootVerbs _roots;
    private readonly ComparingVerbs _comparing;
    private readonly MigrationSteps _steps;
    private readonly RequestNotes _notes;
    private readonly Rehearsal _rehearsal;
    private readonly DivergenceBook _divergences;

    /// <summary>Makes the migration of a component; nothing is read or written yet.</summary>
    /// <param name="component">The component.</param>
    /// <param name="sides">Both stores.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where steps are told of.</param>
    /// <param name="live">How long live calls wait; null to copy at full speed.</param>
    /// <param name="ramp">What the ramped share was like over the last window; null for no automatic rollback.</param>
    /// <param name="gate">The limits of the automatic rollback; null for the defaults.</param>
    /// <param name="traffic">Live calls, for rehearsals; null where none can be made.</param>
    public ComponentMigration(
        Component component, MigrationStores sides, TimeProvider time, ILogger logger, ILiveLatency? live = null,
        Func<RampStatistics?>? ramp = null, GateOptions? gate = null, ILiveTraffic? traffic = null)
        : this(
            new MigrationWork(sides, new MigrationDesk(component, sides, time), time, null, MigrationBug.None),
            logger, live, ramp, gate, keysUnderSealMax: 10_000, traffic)
    {
    }

    internal ComponentMigration(
        MigrationWork work, ILogger logger, ILiveLatency? live, Func<RampStatistics?>? ramp, GateOptions? gate,
        int keysUnderSealMax, ILiveTraffic? traffic = null)
    {
        _work = work;
        _logger = logger;
        var waits = new LiveWaits(live, work.Time);
        _synchroniser = new Synchroniser(work, new Throttle(waits, work.Time));
        _verifier = new Verifier(work, new Throttle(waits, work.Time));
        _follower = new QueueFollower(work, () => _verifier.Since);
        _runner = new VerbRunner(work);
        _notes = new RequestNotes(work);
        var rootSwitch = new RootSwitch(work) { KeysUnderSealMax = keysUnderSealMax };
        _roots = new RootVerbs(work, _runner, rootSwitch, logger);
        _divergences = new DivergenceBook(work);
        _comparing = new ComparingVerbs(work, _runner, _verifier, new Repairer(work), _divergences);
        var watch = ramp is null ? null : new RampWatch(ramp, new RollbackGate(gate ?? new GateOptions()));
        _rehearsal = new Rehearsal(work, _runner, traffic);
        _steps = new MigrationSteps(
            this, work, _runner, _roots, _synchroniser, _follower, rootSwitch, _rehearsal, watch);
    }

    /// <summary>The component.</summary>
    public Component Component => _work.Component;

    /// <summary>Begins: each write goes to PostgreSQL too, and what is there is copied in the background.</summary>
    public async Task<VerbResult> StartAsync(VerbRequest request, CancellationToken cancellation)
    {
        var now = _work.Time.GetUtcNow();
        return await _runner.DoAsync("start", request,
            d => VerbTable.Start(d, _work.Sides.Postgres, _work.Sides.Json.StoreId, now),
            d => d.Phase == Phase.Off ? WhyNotBeginAsync(d, cancellation) : new((string?)null), cancellation);
    }

    /// <summary>Stops copying for a while; live writes still go to both sides.</summary>
    public Task<VerbResult> PauseAsync(VerbRequest request, CancellationToken cancellation)
        => _runner.DoAsync("pause", request, VerbTable.Pause, null, cancellation);

    /// <summary>Goes on after a pause, and tries a blocked goal again.</summary>
    public Task<VerbResult> ResumeAsync(VerbRequest request, CancellationToken cancellation)
        => _runner.DoAsync("resume", request, VerbTable.Resume, null, cancellation);

    /// <summary>Limits copying to a rate.</summary>
    /// <param name="recordsPerSecond">0 for no limit.</param>
    /// <param name="request">Who, and why.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    public Task<VerbResult> ThrottleAsync(
        long recordsPerSecond, VerbRequest request, CancellationToken cancellation)
        => _runner.DoAsync("throttle", request, d => VerbTable.Throttle(d, recordsPerSecond), null, cancellation);

    /// <summary>One phase forward while JSON is the root, or another share of Live.</summary>
    /// <param name="sharePercent">0 to 100; null for 100.</param>
    /// <param name="request">Who, and why.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    public Task<VerbResult> PromoteAsync(
        int? sharePercent, VerbRequest request, CancellationToken cancellation)
        => VerbRunner.GuardedAsync(async () =>
        {
            var debt = await _work.Sides.Debt.ReadAsync(Component, cancellation);
            return await _runner.DoAsync(
                "promote", request, d => VerbTable.Promote(d, sharePercent, debt), null, cancellation);
        });

    /// <summary>One phase back. Instant while JSON is the root, also without PostgreSQL; else it reopens.</summary>
    public Task<VerbResult> RollbackAsync(VerbRequest request, CancellationToken cancellation)
        => _roots.RollbackAsync(request, cancellation);

    /// <summary>Makes PostgreSQL the root; JSON follows from a queue.</summary>
    public Task<VerbResult> RampDownAsync(VerbRequest request, CancellationToken cancellation)
        => _roots.SwitchAsync("rampdown", Phase.RampDown, request, cancellation);

    /// <summary>Makes JSON the root again, in Live at 100 %.</summary>
    public Task<VerbResult> ReopenAsync(VerbRequest request, CancellationToken cancellation)
        => _roots.SwitchAsync("reopen", Phase.Live, request, cancellation);

    /// <summary>PostgreSQL alone, for good: there is no way back but an export.</summary>
    public Task<VerbResult> CompleteAsync(VerbRequest request, CancellationToken cancellation)
        => _roots.CompleteAsync(request, cancellation);

    /// <summary>Makes Live at 100 % the goal. <see cref="StepAsync"/> goes there, whoever calls it.</summary>
    public Task<VerbResult> EnableAsync(VerbRequest request, CancellationToken cancellation)
        => _runner.DoAsync("enable", request, d => VerbTable.Enable(d, request.By, _work.Sides.Postgres),
            d => d.Phase == Phase.Off ? WhyNotBeginAsync(d, cancellation) : new((string?)null), cancellation);

    /// <summary>Back to Off: at once while JSON is the root, also without PostgreSQL; else it is the goal.</summary>
    public Task<VerbResult> DisableAsync(VerbRequest request, CancellationToken cancellation)
        => _roots.DisableAsync(request, cancellation);

    /// <summary>Ends a switch of the root that is under way with the old root, and gives up a goal.</summary>
    public Task<VerbResult> AbortAsync(VerbRequest request, CancellationToken cancellation)
        => _roots.AbortAsync(request, cancellation);

    /// <summary>Compares both sides. Only a complete comparison is kept and lets a migration go on.</summary>
    /// <param name="scope">What is compared.</param>
    /// <param name="request">Who, and why.</param>
    /// <param name="cancellation">Ends the comparison.</param>
    public Task<VerbResult> VerifyAsync(VerifyScope scope, VerbRequest request, CancellationToken cancellation)
        => _comparing.VerifyAsync(scope, request, cancellation);

    /// <summary>Makes the root's body one more revision above both sides, in both. Verify again after it.</summary>
    /// <param name="key">The key; null for all that the document lists.</param>
    /// <param name="request">Who, and why.</param>
    /// <param name="cancellation">Stops in between; repeat the call.</param>
    public Task<VerbResult> RepairAsync(RecordKey? key, VerbRequest request, CancellationToken cancellation)
        => _comparing.RepairAsync(key, request, cancellation);

    /// <summary>
    /// Lets PostgreSQL answer for a share, cuts every connection to it for a moment, rolls back, and checks each write
    /// that was acknowledged meanwhile. Nobody meets an error, since JSON decides throughout.
    /// </summary>
    /// <param name="plan">What is tried out.</param>
    /// <param name="request">Who, and why.</param>
    /// <param name="cancellation">Rolls back and ends.</param>
    public Task<VerbResult> RehearseAsync(
        RehearsalPlan plan, VerbRequest request, CancellationToken cancellation)
        => VerbRunner.GuardedAsync(() => _rehearsal.RunAsync(plan, request, cancellation));

    /// <summary>Tries out both stores, and reads and checks every record of the JSON side.</summary>
    public IAsyncEnumerable<Finding> AssessAsync(CancellationToken cancellation)
        => Assessment.RunAsync(_work.Sides, Component, cancellation);

    /// <summary>Does what is to be done now: call it again after the time that it answers with.</summary>
    /// <remarks>
    /// It finishes or aborts a switch that somebody left, copies, follows the queue, pays debt, watches the ramp, and
    /// goes one step towards the goal. It may take as long as a copy takes. One caller at a time is enough.
    /// </remarks>
    public async Task<TimeSpan> StepAsync(CancellationToken cancellation)
    {
        try
        {
            var next = await _steps.RunAsync(cancellation);
            Trouble = _steps.Trouble;
            return next;
        }
        catch (Exception e) when (e is StoreUnavailableException or StaleEpochException or DamagedRecordException)
        {
            if (Trouble != e.Message)
            {
                _logger.MigrationStepFailed(e, Component);
            }

            Trouble = e.Message;
            return MigrationSteps.AfterTrouble;
        }
    }

    /// <summary>Notes in the history that a request begins which may take long.</summary>
    /// <exception cref="StoreUnavailableException">The store that decides does not answer.</exception>
    public Task NoteBeginAsync(string what, VerbRequest request, CancellationToken cancellation)
        => _notes.BeginAsync(what, request, cancellation);

    /// <summary>Notes in the history how a request ended, unless its steps are there already.</summary>
    /// <param name="what">The verb.</param>
    /// <param name="request">Who, and why.</param>
    /// <param name="began">When it began, UTC.</param>
    /// <param name="result">What the verb answered.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <exception cref="StoreUnavailableException">The store that decides does not answer.</exception>
    public Task NoteEndAsync(
        string what, VerbRequest request, DateTimeOffset began, VerbResult result, CancellationToken cancellation)
        => _notes.EndAsync(what, request, began, result, cancellation);

    /// <summary>Notes that requests were interrupted which another process began and did not end.</summary>
    /// <exception cref="StoreUnavailableException">The store that decides does not answer.</exception>
    public Task NoteInterruptedAsync(CancellationToken cancellation) => _notes.EndInterruptedAsync(cancellation);

    /// <summary>Where the component stands.</summary>
    /// <exception cref="StoreUnavailableException">The store that decides does not answer.</exception>
    public async Task<MigrationStatus> StatusAsync(CancellationToken cancellation)
    {
        var status = await StatusReader.ReadAsync(_work, cancellation);
        return status with
        {
            Progress = _synchroniser.Progress ?? _verifier.Progress,
            Lag = status.Document.Phase == Phase.RampDown ? _follower.Lag : null,
            Trouble = Trouble,
        };
    }

    /// <summary>
    /// The keys that are known to differ, in their order. While PostgreSQL is away: those that the document carries.
    /// </summary>
    /// <param name="max">At most so many.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <exception cref="StoreUnavailableException">The store that decides does not answer.</exception>
    public async Task<(MigrationDocument Document, IReadOnlyList<Divergence> Divergences)> DivergencesAsync(
        int max, CancellationToken cancellation)
    {
        var document = await _work.Desk.ReadAsync(cancellation);
        return (document, await _divergences.ReadAsync(document, "", max, cancellation));
    }

    /// <summary>Why a read of a key is answered as it is.</summary>
    /// <exception cref="StoreUnavailableException">The store that decides does not answer.</exception>
    public Task<KeyExplanation> ExplainAsync(RecordKey key, CancellationToken cancellation)
        => KeyExplainer.ExplainAsync(_work, key, cancellation);

    private string? Trouble { get; set; }

    private async ValueTask<string?> WhyNotBeginAsync(MigrationDocument document, CancellationToken cancellation)
    {
        var fence = await _work.Sides.Of(Side.Postgres).ReadFenceAsync(Component, cancellation);
        if (fence.Value > document.Epoch.Value)
        {
            return $"PostgreSQL accepts '{Component}' from epoch {fence} on, and this migration is in epoch "
                + $"{document.Epoch}: it holds another migration, or the JSON store was restored.";
        }

        await foreach (var finding in AssessAsync(cancellation))
        {
            if (finding.Severity == Severity.Blocks)
            {
                return $"{finding.Store}, {finding.Check}: {finding.Message}";
            }
        }

        return null;
    }
}
