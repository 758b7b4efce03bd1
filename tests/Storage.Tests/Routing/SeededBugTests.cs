using HybridOrleans.Storage.Migration;
using Xunit;

namespace HybridOrleans.Storage.Tests.Routing;

/// <summary>Each mistake of the router that a test can put in is found, and without one nothing is found.</summary>
public sealed class SeededBugTests
{
    /// <summary>The scenarios, each a short history that one invariant rests on.</summary>
    private static readonly Func<MigrationBug, Task>[] Scenarios =
    [
        RoutingScenarios.An_old_view_does_not_read_from_the_old_root,
        RoutingScenarios.An_old_view_does_not_write_to_the_old_root,
        RoutingScenarios.A_follower_is_never_ahead_of_the_root,
        RoutingScenarios.What_is_acknowledged_is_mirrored_or_owed,
        RoutingScenarios.An_acknowledgement_waits_for_the_debt,
        RoutingScenarios.A_deleted_record_stays_deleted_on_both_sides,
        RoutingScenarios.A_refused_write_reaches_no_store,
        RoutingScenarios.What_is_served_is_what_the_root_has,
        RoutingScenarios.An_outage_of_the_root_is_no_reason_to_answer_from_the_follower,
        RoutingScenarios.A_frozen_silo_looks_at_the_documents_before_it_writes,
    ];

    public static TheoryData<string> Bugs
        => [.. Enum.GetValues<MigrationBug>().Where(bug => bug != MigrationBug.None && IsOfTheRouter(bug))
            .Select(bug => $"{bug}")];

    [Theory]
    [MemberData(nameof(Bugs))]
    public async Task A_seeded_bug_is_found(string name)
    {
        var bug = Enum.Parse<MigrationBug>(name);
        var found = 0;
        foreach (var scenario in Scenarios)
        {
            found += await FindsAsync(scenario, bug) ? 1 : 0;
        }

        Assert.True(found > 0, $"No scenario has found {bug}.");
    }

    [Fact]
    public async Task Without_a_bug_every_scenario_ends_well()
    {
        foreach (var scenario in Scenarios)
        {
            await scenario(MigrationBug.None);
        }
    }

    /// <summary>Bugs of the other parts of a migration are found by their own tests.</summary>
    private static bool IsOfTheRouter(MigrationBug bug) => bug <= MigrationBug.ServeFollowerAhead;

    private static async Task<bool> FindsAsync(Func<MigrationBug, Task> scenario, MigrationBug bug)
    {
        try
        {
            await scenario(bug).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            return false;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return true;
        }
    }
}
