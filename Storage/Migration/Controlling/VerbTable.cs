using HybridOrleans.Storage.Migration.Debt;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Migration.Synchronising;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Controlling;

/// <summary>What each verb makes of a document, and the one reason why it may not.</summary>
/// <remarks>Pure. Moving the root is not here: see <see cref="Switching.RootSwitch"/> and the gates for it.</remarks>
internal static class VerbTable
{
    private const string Rehearsed = "A rehearsal is under way. It ends by itself, or by abort.";

    /// <summary>Off to DualWrite, and the first copy begins.</summary>
    public static VerbPlan Start(MigrationDocument d, IMigratableStore? postgres, Guid json, DateTimeOffset now)
        => d.Phase != Phase.Off ? VerbPlan.Already($"Started before: the phase is {d.Phase}.")
            : postgres is null ? VerbPlan.Not("PostgreSQL is not attached. Configure it and restart the silos.")
            : VerbPlan.To(
                d with
                {
                    Phase = Phase.DualWrite,
                    SharePercent = 0,
                    JsonStore = json,
                    PostgresStore = postgres.StoreId,
                    Synchronise = Synchroniser.FromTheStart(d.Epoch, now),
                    Verification = null,
                    Divergences = [],
                },
                "Started: each write goes to PostgreSQL too, and what is there is being copied.");

    /// <summary>Stops copying for a while.</summary>
    public static VerbPlan Pause(MigrationDocument d) => d.Synchronise switch
    {
        null => VerbPlan.Not("Nothing is being copied."),
        { IsPaused: true } => VerbPlan.Already("Copying is paused."),
        var s => VerbPlan.To(
            d with { Synchronise = s with { IsPaused = true } }, $"Paused after {s.Done} of about {s.Total} records."),
    };

    /// <summary>Goes on copying, and with a goal that was blocked.</summary>
    public static VerbPlan Resume(MigrationDocument d)
    {
        var isPaused = d.Synchronise is { IsPaused: true };
        if (!isPaused && d.Goal?.BlockedBecause is null)
        {
            return VerbPlan.Already("Nothing is paused.");
        }

        return VerbPlan.To(
            d with
            {
                Synchronise = isPaused ? d.Synchronise! with { IsPaused = false } : d.Synchronise,
                Goal = d.Goal is null ? null : d.Goal with { BlockedBecause = null },
            },
            "Resumed.");
    }

    /// <summary>Limits the rate of copying.</summary>
    public static VerbPlan Throttle(MigrationDocument d, long recordsPerSecond)
        => recordsPerSecond < 0 ? VerbPlan.Not($"{recordsPerSecond} records/s is no limit; 0 stands for none.")
            : d.CopyRateMax == recordsPerSecond ? VerbPlan.Already($"The limit is {Rate(recordsPerSecond)}.")
            : VerbPlan.To(
                d with { CopyRateMax = recordsPerSecond }, $"The limit is {Rate(recordsPerSecond)} now.");

    /// <summary>One phase forward, or another share.</summary>
    public static VerbPlan Promote(MigrationDocument d, int? share, DebtState debt) => d.Phase switch
    {
        _ when share is < 0 or > 100 => VerbPlan.Not($"{share} % is no share: 0 to 100."),
        _ when d.Switch is not null => VerbPlan.Not("The root is being switched. Wait, or abort it."),
        _ when d.Rehearsal is not null => VerbPlan.Not(Rehearsed),
        Phase.Off => VerbPlan.Not("Nothing is copied yet. Start first."),
        Phase.DualWrite => Copied(d, debt) ?? VerbPlan.To(
            d with { Phase = Phase.Shadow, SharePercent = share ?? 100 },
            $"Shadow at {share ?? 100} %: reads of that share are compared."),
        Phase.Shadow => Copied(d, debt) ?? Verified(d) ?? VerbPlan.To(
            d with { Phase = Phase.Live, SharePercent = share ?? 100 },
            $"Live at {share ?? 100} %: PostgreSQL answers for that share where it is the root's equal."),
        Phase.Live when (share ?? 100) == d.SharePercent => VerbPlan.Already(
            $"Live at {d.SharePercent} %. The next step is rampdown."),
        Phase.Live when (share ?? 100) < d.SharePercent => Shared(d, share ?? 100),
        Phase.Live => Copied(d, debt) ?? Verified(d) ?? Shared(d, share ?? 100),
        Phase.RampDown => VerbPlan.Not("PostgreSQL is the root. The next step is complete."),
        _ => VerbPlan.Already("Complete: there is no further phase."),
    };

    /// <summary>One phase back, while JSON is the root. Always allowed, and needs no PostgreSQL.</summary>
    public static VerbPlan Rollback(MigrationDocument d) => d.Phase switch
    {
        _ when d.Rehearsal is { } r => VerbPlan.To(
            d.AfterRehearsal() with { Goal = null }, $"The rehearsal is ended: the phase is {r.Before}."),
        Phase.Off => VerbPlan.Already("Off: there is no phase before it."),
        Phase.DualWrite => VerbPlan.To(Off(d), "Off: nothing is written to PostgreSQL any more."),
        Phase.Shadow => VerbPlan.To(
            d with { Phase = Phase.DualWrite, SharePercent = 0, Goal = null }, "DualWrite: JSON answers alone."),
        Phase.Live => VerbPlan.To(
            d with { Phase = Phase.Shadow, Goal = null }, "Shadow: JSON answers, nothing was lost."),
        Phase.RampDown => VerbPlan.Not("PostgreSQL is the root. Reopen first."),
        _ => VerbPlan.Not("Complete is the end. Export from PostgreSQL, or start again with a new JSON root."),
    };

    /// <summary>Straight back to Off while JSON is the root; else it becomes the goal.</summary>
    public static VerbPlan Disable(MigrationDocument d, string by) => d.Phase switch
    {
        Phase.Off when d.Goal is null => VerbPlan.Already("Off already."),
        <= Phase.Live => VerbPlan.To(Off(d), "Off: JSON has every acknowledged write and answers alone."),
        Phase.RampDown when d.Goal is { Phase: Phase.Off } => VerbPlan.Already("On the way to Off already."),
        Phase.RampDown => VerbPlan.To(
            d with { Goal = new GoalState(Phase.Off, 0, by, null) },
            "On the way to Off: verify, reopen with JSON as the root, off."),
        _ => VerbPlan.Not("Complete is the end. Export from PostgreSQL, or start again with a new JSON root."),
    };

    /// <summary>Live at 100 % becomes the goal.</summary>
    public static VerbPlan Enable(MigrationDocument d, string by, IMigratableStore? postgres) => d switch
    {
        { Phase: >= Phase.RampDown, Goal: null } => VerbPlan.Already($"Beyond Live already: {d.Phase}."),
        { Rehearsal: not null } => VerbPlan.Not(Rehearsed),
        { Phase: Phase.Live, SharePercent: 100 } => VerbPlan.Already("Live at 100 % already."),
        { Goal.Phase: Phase.Live } => VerbPlan.Already("On the way to Live already."),
        { Phase: Phase.RampDown } => VerbPlan.Not("On the way back to Off. Abort that first."),
        _ when postgres is null => VerbPlan.Not("PostgreSQL is not attached. Configure it and restart the silos."),
        _ => VerbPlan.To(
            d with { Goal = new GoalState(Phase.Live, 100, by, null) },
            "On the way to Live: copy, compare, verify, then PostgreSQL answers for 100 %."),
    };

    /// <summary>PostgreSQL alone, for good.</summary>
    public static VerbPlan Complete(MigrationDocument d) => d.Phase switch
    {
        Phase.Complete => VerbPlan.Already("Complete already."),
        not Phase.RampDown => VerbPlan.Not($"The phase is {d.Phase}. Complete follows on RampDown."),
        _ when d.Switch is not null => VerbPlan.Not("The root is being switched. Wait, or abort it."),
        _ when d.Goal is not null => VerbPlan.Not($"On the way to {d.Goal.Phase}. Abort that first."),
        _ => Verified(d) ?? VerbPlan.To(
            d with
            {
                Phase = Phase.Complete,
                Epoch = new Epoch(d.Epoch.Value + 1),
                Synchronise = null,
                Followed = null,
                Divergences = [],
            },
            "Complete: PostgreSQL alone keeps the records, and both fences are raised."),
    };

    /// <summary>The reason why the root must not move; null when it may.</summary>
    public static string? WhyNotSwitch(MigrationDocument d, Phase to, DebtState debt, MigrationBug bug) => to switch
    {
        _ when d.Switch is not null => "The root is being switched. Wait, or abort it.",
        _ when d.Rehearsal is not null => Rehearsed,
        Phase.RampDown when d.Phase != Phase.Live => $"The phase is {d.Phase}. Rampdown follows on Live.",
        Phase.RampDown when d.SharePercent != 100 => $"Live is at {d.SharePercent} %. Promote to 100 % first.",
        Phase.Live when d.Phase != Phase.RampDown => $"The phase is {d.Phase}. Reopen goes back from RampDown.",
        _ when (d.Root == Side.Json ? Copied(d, debt) : Queued(d)) is { } copied => copied.Message,
        _ => bug == MigrationBug.SwitchWithoutVerification ? null : Verified(d)?.Message,
    };

    /// <summary>The reason why nobody may rehearse now; null when it may be done.</summary>
    public static string? WhyNotRehearse(MigrationDocument d, DebtState debt) => d switch
    {
        { Switch: not null } => "The root is being switched. Wait, or abort it.",
        { Rehearsal: not null } => Rehearsed,
        { Goal: { } goal } => $"On the way to {goal.Phase}. Wait, or abort that.",
        { Phase: Phase.Off } => "The phase is Off: PostgreSQL has nothing to answer with. Start first.",
        { Root: Side.Postgres } => $"The phase is {d.Phase}: without PostgreSQL calls would fail.",
        _ => (Copied(d, debt) ?? Verified(d))?.Message,
    };

    private static MigrationDocument Off(MigrationDocument d) => d with
    {
        Phase = Phase.Off,
        SharePercent = 0,
        Synchronise = null,
        Rehearsal = null,
        Verification = null,
        Goal = null,
        Followed = null,
        Divergences = [],
    };

    private static VerbPlan Shared(MigrationDocument d, int share)
        => VerbPlan.To(d with { SharePercent = share }, $"Live at {share} % now.");

    private static VerbPlan? Copied(MigrationDocument d, DebtState debt)
        => d.Synchronise is { } s
            ? VerbPlan.Not($"Copying is {(s.IsPaused ? "paused" : "under way")}: {s.Done} of about {s.Total} records.")
            : debt.IsRaised
                ? VerbPlan.Not("PostgreSQL may lack acknowledged writes (debt stands). It is paid by itself once "
                    + "PostgreSQL answers.")
                : null;

    private static VerbPlan? Queued(MigrationDocument d)
        => d.Synchronise is { } s
            ? VerbPlan.Not($"The JSON side is being copied: {s.Done} of about {s.Total} records.")
            : null;

    private static VerbPlan? Verified(MigrationDocument d) => d switch
    {
        { IsVerified: true } => null,
        { Verification: { } v } when v.Epoch == d.Epoch => VerbPlan.Not(
            $"{v.Divergent} keys differ. Repair them, then verify again."),
        _ => VerbPlan.Not("Both sides were not compared in this epoch. Verify first."),
    };

    private static string Rate(long perSecond) => perSecond == 0 ? "none" : $"{perSecond} records/s";
}
