using CsCheck;
using HybridOrleans.Storage.Migration;
using Xunit;

namespace HybridOrleans.Storage.Tests.Migration.Controlling;

/// <summary>Many random runs; a failure names the seed, and the acts that led there.</summary>
public sealed class RandomRunTests
{
    private const int BugSeedsMax = 400;

    [Fact]
    public void Nothing_acknowledged_is_lost_whatever_happens()
        => Gen.Int[1, int.MaxValue / 20].Sample(seed => new RandomRun(seed).Run(), iter: 60, threads: 1);

    [Theory]
    [InlineData(nameof(MigrationBug.SkipTheSeal))]
    [InlineData(nameof(MigrationBug.AbortInTheSameEpoch))]
    [InlineData(nameof(MigrationBug.SkipTombstonesInACopy))]
    [InlineData(nameof(MigrationBug.PayDebtThatWasRaisedMeanwhile))]
    [InlineData(nameof(MigrationBug.FollowBeforeStoring))]
    public void A_mistake_on_purpose_is_found(string name)
    {
        var bug = Enum.Parse<MigrationBug>(name);
        for (var seed = 1; seed <= BugSeedsMax; seed++)
        {
            try
            {
                new RandomRun(seed, bug).Run();
            }
            catch (Exception e) when (e is Xunit.Sdk.XunitException or TimeoutException)
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"Found with seed {seed}: {e.Message}");
                return;
            }
        }

        Assert.Fail($"{bug} was not found with {BugSeedsMax} seeds.");
    }
}
