using HybridOrleans.Storage.Migration;
using HybridOrleans.TestKit;
using Xunit;

namespace HybridOrleans.Process.Tests.Kills;

/// <summary>Processes are killed while they copy and compare; each is followed by the next one.</summary>
public sealed class KilledCopyTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_first_copy_is_ended_though_every_process_that_works_on_it_is_killed()
    {
        await using var lab = await KillLab.OpenAsync(postgres);
        await lab.KillAsync(MigrationPoints.PhaseDecided, 1, "start");
        await lab.KillAsync(MigrationPoints.PayingBegun, 1, "rest");
        await lab.KillAsync(MigrationPoints.SyncBatchRead, 2, "rest");
        await lab.KillAsync(MigrationPoints.SyncBatchStored, 2, "rest");
        await lab.KillAsync(MigrationPoints.SyncCheckpoint, 1, "rest");
        await lab.KillAsync(MigrationPoints.DebtPaid, 1, "rest");
        await lab.EndAsync(Phase.DualWrite);
    }

    [Fact]
    public async Task The_way_to_Live_is_gone_though_processes_are_killed_at_each_decision_and_comparison()
    {
        await using var lab = await KillLab.OpenAsync(postgres);
        foreach (var _ in new[] { "the goal", "DualWrite", "Shadow" })
        {
            await lab.KillAsync(MigrationPoints.PhaseDecided, 1, "enable", "rest");
        }

        await lab.KillAsync(MigrationPoints.VerifyPageCompared, 1, "rest");
        await lab.KillAsync(MigrationPoints.VerifyNoted, 1, "rest");
        await lab.KillAsync(MigrationPoints.PhaseDecided, 1, "rest");
        await lab.EndAsync(Phase.Live);
    }

    [Fact]
    public async Task The_files_follow_PostgreSQL_though_processes_are_killed_behind_a_page_and_a_handing_over()
    {
        await using var lab = await KillLab.OpenAsync(postgres, MigrationBug.None, "enable");
        await lab.Other.DoAsync("rampdown");
        await lab.KillAsync(MigrationPoints.HandOverDecided, 1, "rest");
        await lab.KillAsync(MigrationPoints.FollowPageApplied, 1, "rest");
        await lab.KillAsync(MigrationPoints.FollowPageApplied, 3, "rest");
        await lab.EndAsync(Phase.RampDown);
    }
}
