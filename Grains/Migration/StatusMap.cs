using System.Globalization;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Documents;
using StoredStatus = HybridOrleans.Storage.Migration.Controlling.MigrationStatus;

namespace HybridOrleans.Grains.Migration;

/// <summary>The status and the listings as they go over the wire.</summary>
internal static class StatusMap
{
    private const int HashDigits = 16;

    /// <summary>The phase on the wire.</summary>
    public static MigrationPhase PhaseOf(Phase phase) => (MigrationPhase)phase;

    /// <summary>Everything but the silos and what PostgreSQL answers.</summary>
    public static MigrationStatus Of(StoredStatus status)
    {
        var document = status.Document;
        return new MigrationStatus
        {
            Component = ComponentNames.NameOf(document.Component),
            Phase = PhaseOf(document.Phase),
            SharePercent = document.SharePercent,
            Epoch = document.Epoch.Value,
            Version = document.Version,
            Guarantee = new[] { status.Guarantee, status.IfPostgresDied },
            BlockedBecause = status.BlockedBecause ?? status.Trouble,
            Goal = document.Goal is { } goal ? GoalOf(goal) : null,
            Progress = ProgressOf(status),
            HasDebt = status.Debt?.IsRaised ?? document.Root == Side.Json,
            Lag = document.Phase == Phase.RampDown ? status.Lag : 0,
            IsSealed = document.Switch is not null,
            LastVerification = VerificationOf(document),
            Divergent = Math.Max(
                document.Divergences.Count,
                document.Verification is { } v && v.Epoch == document.Epoch ? v.Divergent : 0),
            Silos = Array.Empty<SiloView>(),
            LastOutcome = status.LastOutcome is { } last ? new MigrationAnswer(last.Done, last.Message) : null,
        };
    }

    /// <summary>A component that no migration moves.</summary>
    public static MigrationStatus OfFixed(ComponentName component, string? store) => new()
    {
        Component = component,
        Phase = MigrationPhase.Off,
        SharePercent = 0,
        Epoch = 0,
        Version = 0,
        Guarantee = new[]
        {
            store is null
                ? $"This cluster keeps no {component.ToString().ToLowerInvariant()}."
                : $"An acknowledged write is in the store '{store}', which nothing migrates from.",
        },
        BlockedBecause = WhyFixed(component, store),
        Lag = 0,
        Silos = Array.Empty<SiloView>(),
    };

    /// <summary>Why a component that no migration moves does not move.</summary>
    public static string WhyFixed(ComponentName component, string? store) => store is null
        ? $"No store is configured for {component.ToString().ToLowerInvariant()}."
        : $"It is configured to stay in '{store}'. Set it to json or postgres and restart the silos.";

    /// <summary>The divergences, the store that decides first.</summary>
    public static IReadOnlyList<DivergenceListing> Of(IReadOnlyList<Divergence> divergences, Side decides)
        => divergences.Select(d =>
        {
            var (root, follower) = decides == Side.Json ? (d.Json, d.Postgres) : (d.Postgres, d.Json);
            return new DivergenceListing(
                d.Key, d.Reason, root?.Revision ?? 0, HashOf(root), follower?.Revision ?? 0, HashOf(follower));
        }).ToArray();

    /// <summary>An entry of the history.</summary>
    public static HistoryListing Of(HistoryEntry entry)
        => new(entry.At, entry.By, entry.What, entry.Why, entry.Outcome);

    private static string HashOf(DivergentSide? side) => side?.Hash is { } hash ? hash[..HashDigits] : "";

    private static string GoalOf(GoalState goal) => goal.Phase == Phase.Live
        ? string.Create(CultureInfo.InvariantCulture, $"Live at {goal.SharePercent} %")
        : goal.Phase.ToString();

    private static string? VerificationOf(MigrationDocument document)
        => document.Verification is { } v && v.Epoch == document.Epoch
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{v.Compared:N0} keys compared, {v.Divergent:N0} divergent, {v.FinishedAt.UtcDateTime:u}")
            : null;

    private static MigrationProgress? ProgressOf(StoredStatus status)
    {
        var document = status.Document;
        if (status.Progress is { } p)
        {
            return new MigrationProgress(
                p.Work, p.Done, p.Total, p.PerSecond, p.Left, document.CopyRateMax,
                document.Synchronise is { IsPaused: true });
        }

        return document.Synchronise is { } s
            ? new MigrationProgress(
                "synchronise", s.Done, s.Total, 0, null, document.CopyRateMax, s.IsPaused)
            : null;
    }
}
