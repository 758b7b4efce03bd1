using HybridOrleans.Storage.Migration.Changes;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Migration.Documents;

namespace HybridOrleans.Storage.Migration.Synchronising;

/// <summary>Keeps the JSON files behind PostgreSQL while PostgreSQL is the root.</summary>
/// <remarks>
/// PostgreSQL lists each changed key in the transaction of the write. This reads the list from a place that is noted in
/// the document, at most once a second: what is read twice is brought in twice, which is harmless. A list that does not
/// reach back to that place means a complete synchronisation.
/// </remarks>
/// <param name="work">What it works on.</param>
/// <param name="needed">The place from which a comparison that is under way needs the list; null without one.</param>
internal sealed class QueueFollower(MigrationWork work, Func<ChangePosition?> needed)
{
    private const int PageMax = 1_000;
    private static readonly TimeSpan NoteEvery = TimeSpan.FromSeconds(1);

    /// <summary>How long a look at the list counts; looks that succeed are a second apart.</summary>
    private static readonly TimeSpan LookLasts = TimeSpan.FromSeconds(3);

    private ChangePosition? _applied;
    private (long Lag, long At)? _looked;
    private long? _notedAt;

    /// <summary>Keys that the JSON files may lack; null without a look at the list in the last seconds.</summary>
    public long? Lag
        => _looked is { } looked && work.Time.GetElapsedTime(looked.At) < LookLasts ? looked.Lag : null;

    /// <summary>Applies what is listed until nothing is left or the migration moves on.</summary>
    /// <exception cref="StoreUnavailableException">A store does not answer. Call again later.</exception>
    public async Task<MigrationDocument> PumpAsync(MigrationDocument document, CancellationToken cancellation)
    {
        while (document is { Phase: Phase.RampDown, Switch: null, Synchronise: null })
        {
            if (document.Followed is not { } noted)
            {
                return await CopyEverythingAsync(document, cancellation);
            }

            var from = _applied is { } applied && applied.Log == noted.Log && applied.Sequence > noted.Sequence
                ? applied
                : noted;
            var lookedAt = work.Time.GetTimestamp();
            var page = await work.RootOf(document).Changes.ReadAsync(
                work.Component, from, PageMax, cancellation);
            if (!page.IsWhole)
            {
                return await CopyEverythingAsync(document, cancellation);
            }

            if (page.Keys.Count > 0)
            {
                await ApplyAsync(document, page, cancellation);
            }

            (_applied, _looked) = (page.Next, (page.Remaining, lookedAt));
            if (page.Remaining > 0 && !IsNoteDue())
            {
                continue;
            }

            document = await NoteAsync(document, page.Next, cancellation);
            if (page.Remaining == 0)
            {
                return document;
            }
        }

        return document;
    }

    private async Task ApplyAsync(MigrationDocument document, ChangePage page, CancellationToken cancellation)
    {
        if (work.Bug == MigrationBug.FollowBeforeStoring)
        {
            await NoteAsync(document, page.Next, cancellation);
            work.Probe?.Reached(MigrationPoints.FollowPageApplied);
        }

        var refused = await KeyCopier.CopyAsync(
            page.Keys, work.RootOf(document), work.FollowerOf(document), document.Epoch, cancellation);
        work.Probe?.Reached(MigrationPoints.FollowPageApplied);
        if (refused.Exists(r => r.Result.Outcome == CopyOutcome.Fenced))
        {
            throw new StoreUnavailableException(
                $"The JSON store refuses epoch {document.Epoch} of '{work.Component}': the root is being switched.");
        }

        if (refused.Count > 0)
        {
            var divergences = refused.Select(r => new Divergence(
                r.Copy.Key.Text, null, null, "the JSON side holds other or damaged bytes", work.Time.GetUtcNow()));
            await work.Desk.ChangeAsync(d => d.WithDivergences(divergences.ToArray()), cancellation);
        }
    }

    private bool IsNoteDue() => _notedAt is not { } at || work.Time.GetElapsedTime(at) >= NoteEvery;

    private async Task<MigrationDocument> NoteAsync(
        MigrationDocument document, ChangePosition place, CancellationToken cancellation)
    {
        var seen = await work.Desk.ChangeAsync(
            d => d is { Phase: Phase.RampDown, Switch: null, Followed: { } noted } && noted.Log == place.Log
                && noted.Sequence < place.Sequence && IsNoteDue() ? d with { Followed = place } : null,
            cancellation);
        if (seen.Followed == place && document.Followed != place)
        {
            _notedAt = work.Time.GetTimestamp();
            await TrimAsync(seen, place, cancellation);
        }

        return seen;
    }

    /// <summary>Forgets what is applied, but nothing that a switch back has to look at again.</summary>
    private async Task TrimAsync(MigrationDocument document, ChangePosition applied, CancellationToken cancellation)
    {
        var judged = document.Verification is { } v && v.Epoch == document.Epoch ? v.Since : applied;
        var upTo = new[] { applied, judged, needed() ?? applied }.Where(p => p.Log == applied.Log)
            .MinBy(p => p.Sequence);
        await work.RootOf(document).Changes.TrimAsync(work.Component, upTo, cancellation);
    }

    private async Task<MigrationDocument> CopyEverythingAsync(
        MigrationDocument document, CancellationToken cancellation)
    {
        _applied = null;
        _looked = null;
        var state = Synchroniser.FromTheStart(document.Epoch, work.Time.GetUtcNow());
        return await work.Desk.ChangeAsync(
            d => d is { Phase: Phase.RampDown, Switch: null, Synchronise: null } && d.Epoch == document.Epoch
                ? d with { Synchronise = state, Followed = null }
                : null,
            cancellation);
    }
}
