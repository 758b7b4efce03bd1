using HybridOrleans.Storage.Migration;
using HybridOrleans.TestKit;
using HybridOrleans.TestKit.Network;
using Xunit;

namespace HybridOrleans.Process.Tests.Kills;

/// <summary>Processes are killed in the middle of a write to both sides; only the verdict compares.</summary>
public sealed class KilledWriteTests(PostgresFixture postgres)
{
    [Theory]
    [InlineData(MigrationPoints.AfterRoot)]
    [InlineData(MigrationPoints.AfterFollower)]
    public async Task A_write_that_a_kill_leaves_on_one_side_comes_to_the_other(string point)
    {
        await using var lab = await KillLab.OpenAsync(postgres, MigrationBug.None, "start");
        await lab.KillAsync(point, 20);
        await lab.KillAsync(point, 1);
        await lab.EndAsync(Phase.DualWrite);
    }

    [Fact]
    public async Task A_debt_outlives_the_process_that_raised_it()
    {
        await using var lab = await KillLab.OpenAsync(postgres, MigrationBug.None, "start");
        var server = await postgres.ServerAsync();
        await using var wire = new TcpProxy(server.Port);
        var victim = await lab.ServeAsync(wire.Port);
        wire.Rule = (_, _) => ProxyVerdict.Cut;
        await victim.DieAsync(MigrationPoints.AfterDebt, 3);
        await lab.EndAsync(Phase.DualWrite);
    }
}
