using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Grains.Migration;
using HybridOrleans.Storage.Memory;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Controlling;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Migration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Migration;

/// <summary>What silos report takes a ramp back, or holds it up.</summary>
public sealed class AutomaticRollbackTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly RouteWindow _window;
    private readonly PhaseMover _mover;
    private readonly ComponentMigration _migration;

    public AutomaticRollbackTests()
    {
        var (json, postgres) = (new MemoryRecordStore("json"), new MemoryRecordStore("postgres"));
        _window = new RouteWindow(_time);
        _mover = new PhaseMover(json, postgres, _time);
        _migration = new ComponentMigration(
            Component.Users, new MigrationStores(json, new MemoryDebtLedger(), postgres), _time, NullLogger.Instance,
            _window, _window.Ramp);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(500, 6, 0, 60, "1.1 % of the calls failed, 1 % allowed")]
    [InlineData(2, 0, 1, 60, "1 reads found another record than the root's, 0 allowed")]
    [InlineData(500, 0, 0, 61, "p99 61 ms is more than 10 times the 6 ms from before")]
    public async Task A_limit_that_the_silos_cross_together_takes_the_ramp_back(
        long calls, long errors, long mismatches, int p99, string reason)
    {
        await BecomeLiveAsync();
        Report("a", 1_000 + calls, errors, mismatches, p99);
        Report("b", 1_000 + calls, errors > 0 ? errors - 1 : 0, 0, 1);
        await _migration.StepAsync(Cancel);
        var document = await _mover.DocumentAsync(Component.Users);
        Assert.Equal(Phase.Shadow, document.Phase);
        Assert.Equal(("controller", "rollback", reason), Last(document));
    }

    [Fact]
    public async Task Every_number_at_its_limit_keeps_the_ramp()
    {
        await BecomeLiveAsync();
        Report("a", 1_500, 5, 0, 60);
        Report("b", 1_500, 5, 0, 60);
        await _migration.StepAsync(Cancel);
        Assert.Equal(Phase.Live, (await _mover.DocumentAsync(Component.Users)).Phase);
    }

    [Fact]
    public async Task What_happened_before_the_window_or_before_the_phase_does_not_count()
    {
        Report("a", 1_000, 0, 0, 6);
        Report("a", 1_100, 50, 1, 6);
        await BecomeLiveAsync();
        Report("a", 1_200, 80, 1, 6);
        _time.Advance(RouteWindow.Length + TimeSpan.FromSeconds(1));
        Report("a", 1_300, 80, 1, 6);
        _time.Advance(TimeSpan.FromSeconds(1));
        Report("a", 1_400, 80, 1, 6);
        await _migration.StepAsync(Cancel);
        Assert.Equal(Phase.Live, (await _mover.DocumentAsync(Component.Users)).Phase);
        Assert.Equal(new RecentCalls(100, 0, 0, 0, TimeSpan.FromMilliseconds(6)), _window.Recent());
    }

    [Fact]
    public async Task What_the_phase_before_has_met_is_no_reason_against_a_promotion_just_made()
    {
        await _mover.BeginAsync(Component.Users, Phase.Shadow);
        _window.Set(MigrationPhase.Shadow, isCopying: false);
        Report("a", 1_000, 0, 0, 6);
        Report("a", 1_100, 50, 1, 6);
        await _mover.MoveAsync(Component.Users, Phase.Live);
        await _migration.StepAsync(Cancel);
        Assert.Equal(Phase.Live, (await _mover.DocumentAsync(Component.Users)).Phase);
    }

    [Fact]
    public async Task A_ramp_waits_while_there_is_too_little_to_judge_by()
    {
        await _mover.BeginAsync(Component.Users, Phase.Live, sharePercent: 10);
        _window.Set(MigrationPhase.Live, isCopying: false);
        var document = await _mover.DocumentAsync(Component.Users);
        await _mover.ReplaceAsync(document, document with
        {
            Version = document.Version + 1,
            Verification = new VerificationState(document.Epoch, _time.GetUtcNow(), 1, 0, default),
        });
        Assert.True((await _migration.EnableAsync(new VerbRequest("ann", "a test"), Cancel)).Done);
        await AssertWaitsAsync("The ramp waits: no statistics of the ramped share.");
        Report("a", 1_000, 0, 0, 6);
        Report("a", 1_099, 0, 0, 6);
        await AssertWaitsAsync("The ramp waits: 99 calls lately, 100 needed.");
        Report("a", 1_100, 0, 0, 6);
        await _migration.StepAsync(Cancel);
        Assert.Equal(100, (await _mover.DocumentAsync(Component.Users)).SharePercent);
    }

    private async Task AssertWaitsAsync(string reason)
    {
        await _migration.StepAsync(Cancel);
        var document = await _mover.DocumentAsync(Component.Users);
        Assert.Equal((10, reason), (document.SharePercent, document.Goal?.BlockedBecause));
    }

    /// <summary>The calls of the phase before say what is usual.</summary>
    private async Task BecomeLiveAsync()
    {
        await _mover.BeginAsync(Component.Users, Phase.Shadow);
        _window.Set(MigrationPhase.Shadow, isCopying: false);
        foreach (var silo in (string[])["a", "b"])
        {
            Report(silo, 900, 0, 0, 6);
            Report(silo, 1_000, 0, 0, 6);
        }

        await _mover.MoveAsync(Component.Users, Phase.Live);
        _window.Set(MigrationPhase.Live, isCopying: false);
    }

    private void Report(string silo, long calls, long errors, long mismatches, int p99) => _window.Add(new RouteReport(
        silo, ComponentName.Users, calls, errors, mismatches, 0, TimeSpan.FromMilliseconds(p99), [], 0, 0));

    private static (string By, string What, string Why) Last(MigrationDocument document)
        => document.History[^1] is var last ? (last.By, last.What, last.Why) : default;
}
