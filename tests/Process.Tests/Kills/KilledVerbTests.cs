using HybridOrleans.Storage.Migration;
using HybridOrleans.TestKit;
using Xunit;

namespace HybridOrleans.Process.Tests.Kills;

/// <summary>Processes are killed behind what a verb decided; the verb is repeated elsewhere.</summary>
public sealed class KilledVerbTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_rollback_and_a_disabling_are_whole_though_who_decided_them_is_killed()
    {
        await using var lab = await KillLab.OpenAsync(postgres, MigrationBug.None, "enable");
        await lab.KillAsync(MigrationPoints.PhaseDecided, 1, "rollback");
        await lab.KillAsync(MigrationPoints.PhaseDecided, 1, "promote", "rest", "verify");
        await lab.KillAsync(MigrationPoints.PhaseDecided, 1, "disable");
        await lab.Other.DoAsync("disable");
        await lab.EndAsync(Phase.Off);
    }

    [Fact]
    public async Task A_switch_whose_abort_is_killed_is_aborted_and_can_be_done_again()
    {
        await using var lab = await KillLab.OpenAsync(postgres, MigrationBug.None, "enable");
        var next = await lab.ServeAsync();
        await lab.KillAsync(MigrationPoints.Sealed, 1, "rampdown", "rest", "verify");
        await next.DieAsync(MigrationPoints.SwitchAborted, 1, "abort");
        await lab.Other.AskAsync("work");
        await lab.Other.DoAsync("rampdown");
        await lab.EndAsync(Phase.RampDown);
    }

    [Fact]
    public async Task A_completion_is_ended_though_processes_are_killed_before_and_between_its_fences()
    {
        await using var lab = await KillLab.OpenAsync(postgres, MigrationBug.None, "enable", "rampdown");
        await lab.KillAsync(MigrationPoints.PhaseDecided, 1, "complete", "rest", "verify");
        await lab.KillAsync(MigrationPoints.CompletionFenced, 1, "complete");
        await lab.KillAsync(MigrationPoints.CompletionFenced, 2, "rest");
        await lab.EndAsync(Phase.Complete);
    }
}
