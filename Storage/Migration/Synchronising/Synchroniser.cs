using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Synchronising;

/// <summary>
/// Brings into the follower what it lacks: the first copy, the repair after an outage, and the way back.
/// </summary>
/// <remarks>
/// <para>
/// It walks the root from a durable checkpoint. Debt that is raised after the walk began is not paid by it: then
/// another round follows. While PostgreSQL is the root, its list of changes takes the place of the debt: it is begun
/// before the walk and followed after it.
/// </para>
/// <para>
/// Two of them at once do the same work twice and no harm: a copy is only ever brought in if it is newer, and what lies
/// before any checkpoint was copied before the checkpoint was noted.
/// </para>
/// </remarks>
internal sealed class Synchroniser(MigrationWork work, Throttle throttle)
{
    /// <summary>A walk that no process has begun.</summary>
    private const long NotBegun = -1;

    /// <summary>How far it is; null while it does nothing.</summary>
    public WorkProgress? Progress { get; private set; }

    /// <summary>The state that makes <see cref="RunAsync"/> begin at the start.</summary>
    public static SynchroniseState FromTheStart(Epoch epoch, DateTimeOffset now)
        => new(epoch, NotBegun, RecordCursor.Start.Bucket, RecordCursor.Start.KeyText, 0, 0, now, IsPaused: false);

    /// <summary>True for a walk that no process has begun.</summary>
    public static bool IsNew(SynchroniseState state) => state.DebtGeneration == NotBegun;

    /// <summary>Copies until nothing is left to copy, an operator pauses it, or the migration moves on.</summary>
    /// <returns>The newest document that was seen.</returns>
    /// <exception cref="StoreUnavailableException">A store does not answer. Call again later.</exception>
    public async Task<MigrationDocument> RunAsync(MigrationDocument document, CancellationToken cancellation)
    {
        try
        {
            while (document is { Synchronise: { IsPaused: false } state, Switch: null, Phase: not Phase.Off })
            {
                document = IsNew(state) || IsVoid(document, state)
                    ? await BeginAsync(document, cancellation)
                    : await WalkAsync(document, state, cancellation);
            }

            return document;
        }
        finally
        {
            Progress = null;
        }
    }

    /// <summary>A checkpoint says nothing in another epoch.</summary>
    private bool IsVoid(MigrationDocument document, SynchroniseState state)
        => state.Epoch != document.Epoch && work.Bug != MigrationBug.KeepTheCheckpointAcrossEpochs;

    private async ValueTask<MigrationDocument> BeginAsync(
        MigrationDocument document, CancellationToken cancellation)
    {
        long generation = 0;
        var followed = document.Followed;
        if (document.Root == Side.Json)
        {
            generation = await work.Sides.Debt.BeginPayingAsync(work.Component, cancellation);
            work.Probe?.Reached(MigrationPoints.PayingBegun);
        }
        else
        {
            followed = await work.RootOf(document).Changes.StartAsync(work.Component, cancellation);
        }

        var state = FromTheStart(document.Epoch, work.Time.GetUtcNow()) with
        {
            DebtGeneration = generation,
            Total = await work.RootOf(document).EstimateCountAsync(work.Component, cancellation),
        };
        return await work.Desk.TryChangeAsync(
                document, document with { Synchronise = state, Followed = followed }, cancellation)
            ?? await work.Desk.ReadAsync(cancellation);
    }

    private async ValueTask<MigrationDocument> WalkAsync(
        MigrationDocument document, SynchroniseState state, CancellationToken cancellation)
    {
        throttle.Begin();
        var round = new CopyRound(work, throttle, document, state, progress => Progress = progress);
        return await round.RunAsync(cancellation)
            ? await EndAsync(round.Document, state, cancellation)
            : round.Document;
    }

    private async ValueTask<MigrationDocument> EndAsync(
        MigrationDocument document, SynchroniseState state, CancellationToken cancellation)
    {
        var generation = state.DebtGeneration;
        if (work.Bug == MigrationBug.PayDebtThatWasRaisedMeanwhile && document.Root == Side.Json)
        {
            generation = (await work.Sides.Debt.ReadAsync(work.Component, cancellation)).Generation;
        }

        var isPaid = document.Root == Side.Postgres
            || await work.Sides.Debt.TryPayAsync(work.Component, generation, cancellation);
        work.Probe?.Reached(MigrationPoints.DebtPaid);
        var now = work.Time.GetUtcNow();
        return await work.Desk.ChangeAsync(
            d => d.Synchronise is not { } mine || mine.StartedAt != state.StartedAt || IsVoid(d, state) ? null
                : isPaid ? (d with { Synchronise = null }).After(new HistoryEntry(
                    now, "controller", "synchronise", "the follower lacked records", $"{mine.Done} records looked at"))
                : d with { Synchronise = FromTheStart(d.Epoch, now) with { IsPaused = mine.IsPaused } },
            cancellation);
    }
}
