using HybridOrleans.Storage.Migration;
using HybridOrleans.TestKit;
using Xunit;

namespace HybridOrleans.Process.Tests.Kills;

/// <summary>The same kills with a mistake in the product: a harness that misses one fails.</summary>
public sealed class KilledMistakeTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_place_that_is_noted_before_its_page_is_stored_is_found()
    {
        await using var lab = await KillLab.OpenAsync(postgres, MigrationBug.FollowBeforeStoring, "enable", "rampdown");
        await lab.KillAsync(MigrationPoints.FollowPageApplied, 1, "rest");
        await MustFindAsync(lab, Phase.RampDown);
    }

    [Fact]
    public async Task A_copy_without_tombstones_is_found()
    {
        await using var lab = await KillLab.OpenAsync(postgres, MigrationBug.SkipTombstonesInACopy);
        await lab.KillAsync(MigrationPoints.SyncBatchStored, 2, "start", "rest");
        await MustFindAsync(lab, Phase.DualWrite);
    }

    private static async Task MustFindAsync(KillLab lab, Phase phase)
    {
        var violations = await lab.FindAsync(phase);
        TestContext.Current.TestOutputHelper?.WriteLine($"{violations.Count}: {string.Join('\n', violations.Take(3))}");
        Assert.NotEmpty(violations);
    }
}
