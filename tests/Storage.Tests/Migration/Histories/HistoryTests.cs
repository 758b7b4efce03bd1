using System.Globalization;
using HybridOrleans.Storage.Migration;
using HybridOrleans.TestKit.Histories;
using Xunit;

namespace HybridOrleans.Storage.Tests.Migration.Histories;

/// <summary>Histories of two silos while a component migrates back and forth, judged by <see cref="HistoryChecker"/>.
/// </summary>
/// <remarks>
/// <c>HYBRID_HISTORY_SECONDS</c> sets how long the run on real stores goes on, and <c>HYBRID_HISTORY_SEED</c> its seed.
/// The seed fixes what is drawn, not how the threads meet.
/// </remarks>
public sealed class HistoryTests
{
    private const int Scale = 10;
    private const int Keys = 40;
    private const int BugSeedsMax = 30;

    /// <summary>So few that clients of both silos meet at one of them soon after a switch.</summary>
    private const int BugKeys = 8;

    private static readonly TimeSpan BugRun = TimeSpan.FromSeconds(30);

    public static TheoryData<string> Bugs =>
    [
        nameof(MigrationBug.PostgresFirst), nameof(MigrationBug.ServeFollowerUnchecked),
        nameof(MigrationBug.FallBackInRampDown), nameof(MigrationBug.SkipTheSeal),
        nameof(MigrationBug.UnfencedRead), nameof(MigrationBug.UnfencedWrite), nameof(MigrationBug.ForgetDebt),
        nameof(MigrationBug.ForgetTombstone), nameof(MigrationBug.MirrorConflict),
    ];

    [Fact]
    public async Task Real_stores_keep_every_promise_to_clients_of_two_silos()
    {
        var seed = Setting("HYBRID_HISTORY_SEED") ?? Random.Shared.Next(1, 1_000_000);
        await using var stores = await RealHistoryStores.OpenAsync();
        await AssertGoodAsync(seed, stores, TimeProvider.System, Setting("HYBRID_HISTORY_SECONDS") ?? 10);
    }

    [Fact]
    public async Task Memory_stores_keep_every_promise_to_clients_of_two_silos()
    {
        var seed = Setting("HYBRID_HISTORY_SEED") ?? Random.Shared.Next(1, 1_000_000);
        var time = new ScaledTime(Scale);
        await using var stores = new MemoryHistoryStores(time, MigrationBug.None);
        await AssertGoodAsync(seed, stores, time, 40);
    }

    [Theory]
    [MemberData(nameof(Bugs))]
    public async Task A_mistake_on_purpose_is_found(string name)
    {
        for (var seed = 1; seed <= BugSeedsMax; seed++)
        {
            var time = new ScaledTime(Scale);
            await using var stores = new MemoryHistoryStores(time, Enum.Parse<MigrationBug>(name));
            var report = await new HistoryRun(seed, BugKeys, stores, time).RunAsync(BugRun);
            TestContext.Current.TestOutputHelper?.WriteLine($"{report}");
            if (report.Violations.Count > 0)
            {
                return;
            }
        }

        Assert.Fail($"{name} was not found in {BugSeedsMax} runs.");
    }

    private static async Task AssertGoodAsync(int seed, IHistoryStores stores, TimeProvider time, int seconds)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"HYBRID_HISTORY_SEED={seed}");
        try
        {
            var report = await new HistoryRun(seed, Keys, stores, time).RunAsync(TimeSpan.FromSeconds(seconds));
            TestContext.Current.TestOutputHelper?.WriteLine($"{report}");
            var told = string.Join('\n', report.Driver.Told.TakeLast(60));
            Assert.True(report.Violations.Count == 0, $"{report}\n{told}");
            Assert.Contains(report.Acts, act => act.MadeRevision);
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            throw new InvalidOperationException($"A history failed; repeat it with HYBRID_HISTORY_SEED={seed}.", e);
        }
    }

    private static int? Setting(string name)
        => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : null;
}
