using HybridOrleans.Storage.Migration;
using HybridOrleans.TestKit;
using Xunit;

namespace HybridOrleans.Process.Tests.Kills;

/// <summary>A process is killed while it moves the root, under live writes; the others end what it began.</summary>
public sealed class KilledSwitchTests(PostgresFixture postgres)
{
    public static TheoryData<string> Points =>
    [
        MigrationPoints.SwitchDecided, MigrationPoints.Sealed, MigrationPoints.UnderSealCopied,
        MigrationPoints.UnderSealVerified, MigrationPoints.OldRootAdvanced, MigrationPoints.NewRootWritten,
    ];

    [Theory]
    [MemberData(nameof(Points))]
    public async Task A_switch_there_and_a_switch_back_are_ended_by_others(string point)
    {
        await using var lab = await KillLab.OpenAsync(postgres, MigrationBug.None, "enable");
        await lab.KillAsync(point, 1, "rampdown", "rest", "verify");
        await lab.Other.AskAsync("work");
        await lab.Other.DoAsync("rampdown");
        await lab.Other.DoAsync("verify");
        await lab.KillAsync(point, 1, "reopen", "rest", "verify");
        await lab.Other.DoAsync("reopen");
        await lab.EndAsync(Phase.Live);
    }
}
