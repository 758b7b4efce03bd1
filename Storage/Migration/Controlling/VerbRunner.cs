using HybridOrleans.Storage.Migration.Documents;

namespace HybridOrleans.Storage.Migration.Controlling;

/// <summary>Carries a plan out: asks, changes the document, and writes the history.</summary>
internal sealed class VerbRunner(MigrationWork work)
{
    /// <summary>Changes the document as the plan says, unless there is a reason why not.</summary>
    public async Task<VerbResult> DoAsync(
        string verb, VerbRequest request, Func<MigrationDocument, VerbPlan> plan,
        Func<MigrationDocument, ValueTask<string?>>? whyNot, CancellationToken cancellation)
        => await GuardedAsync(async () =>
        {
            if (whyNot is not null
                && plan(await work.Desk.ReadAsync(cancellation)) is { Next: not null }
                && await whyNot(await work.Desk.ReadAsync(cancellation)) is { } reason)
            {
                return VerbResult.Not(reason);
            }

            var made = VerbPlan.Already("");
            await work.Desk.ChangeAsync(
                d =>
                {
                    made = plan(d);
                    return request.Mode == VerbMode.DryRun
                        ? null
                        : made.Next?.After(Entry(verb, request) with { Outcome = made.Message });
                },
                cancellation);
            if (made.Next is not null && request.Mode == VerbMode.Do)
            {
                work.Probe?.Reached(MigrationPoints.PhaseDecided);
            }

            var isOnlyTold = request.Mode == VerbMode.DryRun && made.Next is not null;
            return new VerbResult(made.Done, isOnlyTold ? "Would do: " + made.Message : made.Message);
        });

    /// <summary>A store that does not answer is an answer.</summary>
    public static async Task<VerbResult> GuardedAsync(Func<Task<VerbResult>> verb)
    {
        try
        {
            return await verb();
        }
        catch (Exception e) when (e is StoreUnavailableException or StaleEpochException or DamagedRecordException)
        {
            return VerbResult.Not(e.Message);
        }
    }

    /// <summary>An entry of the history whose outcome is not known yet.</summary>
    public HistoryEntry Entry(string verb, VerbRequest request)
        => new(work.Time.GetUtcNow(), request.By, verb, request.Why, "");

    /// <summary>Why the stores of this process must not be worked on; null for those of the document.</summary>
    public string? WhyNotThese(MigrationDocument d)
        => d.Phase == Phase.Off ? null
            : work.Sides.Postgres is not { } postgres
                ? "PostgreSQL is not attached. Configure it and restart the silos."
            : Other(d.PostgresStore, postgres) ?? Other(d.JsonStore, work.Sides.Json);

    private string? Other(Guid expected, IMigratableStore store)
        => expected == Guid.Empty || expected == store.StoreId ? null
            : $"The {store.Name} store is {store.StoreId}, and the migration of '{work.Component}' began with "
                + $"{expected}. Attach that one.";
}
