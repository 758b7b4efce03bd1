using HybridOrleans.Storage.Migration.Debt;
using HybridOrleans.Storage.Migration.Documents;

namespace HybridOrleans.Storage.Migration.Controlling;

/// <summary>Reads what a status is made of, but for what only the working process knows.</summary>
internal static class StatusReader
{
    /// <summary>The status without progress, lag and trouble.</summary>
    public static async Task<MigrationStatus> ReadAsync(MigrationWork work, CancellationToken cancellation)
    {
        var document = await work.Desk.ReadAsync(cancellation);
        DebtState? debt = null;
        try
        {
            debt = await work.Sides.Debt.ReadAsync(work.Component, cancellation);
        }
        catch (StoreUnavailableException)
        {
            // The status says that it is not known; everything else is.
        }

        return new MigrationStatus
        {
            Guarantee = GuaranteeText.Of(document, debt),
            IfPostgresDied = GuaranteeText.IfPostgresDied(document),
            NextStep = GuaranteeText.NextStep(document),
            BlockedBecause = document.Goal is { } goal
                ? goal.BlockedBecause
                : BlockedBecause(work, document, debt ?? default),
            Document = document,
            Progress = null,
            Debt = debt,
            Lag = null,
            LastOutcome = RequestNotes.LastOf(document),
            Trouble = null,
        };
    }

    private static string? BlockedBecause(MigrationWork work, MigrationDocument d, DebtState debt)
    {
        var plan = d switch
        {
            { Phase: Phase.Off } => VerbTable.Start(d, work.Sides.Postgres, default, default),
            { Phase: Phase.Live, SharePercent: 100 } => VerbTable.WhyNotSwitch(d, Phase.RampDown, debt, work.Bug)
                is { } reason ? VerbPlan.Not(reason) : VerbPlan.Already(""),
            { Phase: Phase.RampDown } => VerbTable.Complete(d),
            _ => VerbTable.Promote(d, null, debt),
        };
        return plan.Done ? null : plan.Message;
    }

}
