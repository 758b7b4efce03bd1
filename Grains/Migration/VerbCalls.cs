using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Migration.Controlling;
using HybridOrleans.Storage.Migration.Rehearsing;
using HybridOrleans.Storage.Migration.Verifying;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Grains.Migration;

/// <summary>Hands each verb to the migration of a component.</summary>
internal static class VerbCalls
{
    private const int ByMax = 64;
    private const int WhyMax = 500;

    /// <summary>Refuses what no history keeps.</summary>
    /// <exception cref="InvalidInputException">The message says what is allowed.</exception>
    public static void Check(MigrationRequest request)
    {
        if (string.IsNullOrWhiteSpace(request.By) || request.By.Length > ByMax)
        {
            throw new InvalidInputException($"By must have 1 to {ByMax} characters: it is kept in the history.");
        }

        if (request.Why is null || request.Why.Length > WhyMax)
        {
            throw new InvalidInputException($"Why may have at most {WhyMax} characters: it is kept in the history.");
        }

        if (!Enum.IsDefined(request.Verb))
        {
            throw new InvalidInputException($"There is no verb {(int)request.Verb}.");
        }

        if (request.SamplePercent is < 1 or > 100)
        {
            throw new InvalidInputException($"A sample of {request.SamplePercent} % is refused: 1 to 100.");
        }
    }

    /// <summary>The word for a verb in the history.</summary>
    public static string NameOf(MigrationVerb verb) => Enum.GetName(verb)!.ToLowerInvariant();

    /// <summary>True for a verb whose work may take longer than a call.</summary>
    public static bool IsLong(MigrationVerb verb) => verb is MigrationVerb.Start or MigrationVerb.Enable
        or MigrationVerb.Verify or MigrationVerb.Repair or MigrationVerb.RampDown or MigrationVerb.Reopen
        or MigrationVerb.Complete or MigrationVerb.Rollback or MigrationVerb.Rehearse;

    /// <summary>True for a verb that ends whatever is under way.</summary>
    public static bool Interrupts(MigrationVerb verb)
        => verb is MigrationVerb.Abort or MigrationVerb.Disable or MigrationVerb.Rollback;

    /// <summary>True for a verb that changes how the work in the background is done.</summary>
    public static bool Steers(MigrationVerb verb)
        => verb is MigrationVerb.Pause or MigrationVerb.Resume or MigrationVerb.Throttle;

    /// <summary>Carries a verb out.</summary>
    /// <exception cref="InvalidInputException">Its key is none.</exception>
    public static Task<VerbResult> RunAsync(
        ComponentMigration migration, MigrationRequest request, CancellationToken cancellation)
    {
        var verb = new VerbRequest(request.By, request.Why, request.DryRun ? VerbMode.DryRun : VerbMode.Do);
        return request.Verb switch
        {
            MigrationVerb.Start => migration.StartAsync(verb, cancellation),
            MigrationVerb.Pause => migration.PauseAsync(verb, cancellation),
            MigrationVerb.Resume => migration.ResumeAsync(verb, cancellation),
            MigrationVerb.Throttle => migration.ThrottleAsync(request.RecordsPerSecondMax ?? 0, verb, cancellation),
            MigrationVerb.Verify => migration.VerifyAsync(ScopeOf(migration.Component, request), verb, cancellation),
            MigrationVerb.Repair => migration.RepairAsync(
                request.Key is { } key ? KeyOf(migration.Component, key) : null, verb, cancellation),
            MigrationVerb.Promote => migration.PromoteAsync(request.SharePercent, verb, cancellation),
            MigrationVerb.Rollback => migration.RollbackAsync(verb, cancellation),
            MigrationVerb.RampDown => migration.RampDownAsync(verb, cancellation),
            MigrationVerb.Complete => migration.CompleteAsync(verb, cancellation),
            MigrationVerb.Reopen => migration.ReopenAsync(verb, cancellation),
            MigrationVerb.Abort => migration.AbortAsync(verb, cancellation),
            MigrationVerb.Enable => migration.EnableAsync(verb, cancellation),
            MigrationVerb.Disable => migration.DisableAsync(verb, cancellation),
            MigrationVerb.Rehearse => migration.RehearseAsync(
                new RehearsalPlan(
                    request.SharePercent ?? RehearsalPlan.Default.SharePercent,
                    request.CutFor ?? RehearsalPlan.Default.CutFor),
                verb, cancellation),
            _ => throw new InvalidInputException($"There is no verb {(int)request.Verb}."),
        };
    }

    /// <summary>The record that a text names.</summary>
    /// <exception cref="InvalidInputException">It names none.</exception>
    public static RecordKey KeyOf(Component component, string key)
    {
        try
        {
            return RecordKey.FromText(component, key);
        }
        catch (Storage.InvalidRecordException e)
        {
            throw new InvalidInputException($"'{key}' is no key as it is stored, such as 'bot/42': {e.Message}");
        }
    }

    private static VerifyScope ScopeOf(Component component, MigrationRequest request)
        => request.Key is { } key ? VerifyScope.One(KeyOf(component, key))
            : request.SamplePercent is { } percent and < 100 ? VerifyScope.Sample(percent)
            : VerifyScope.Complete;
}
