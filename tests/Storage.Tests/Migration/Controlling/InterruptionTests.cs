using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Controlling;
using HybridOrleans.Storage.Migration.Verifying;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Tests.Migration.Simulating;
using Xunit;

namespace HybridOrleans.Storage.Tests.Migration.Controlling;

/// <summary>A process dies at each point, under live writes; another one takes over, and nothing is lost.</summary>
public sealed class InterruptionTests
{
    private static readonly CancellationToken Cancel = MigrationLab.Cancel;
    private static readonly VerbRequest Ann = MigrationLab.Ann;

    /// <summary>A rate, in records a second, at which 3,000 records are six pieces.</summary>
    private const int InSixPieces = 2_000;

    public static TheoryData<string, int> Copying => new()
    {
        { MigrationPoints.SyncBatchRead, 0 },
        { MigrationPoints.SyncBatchRead, 3 },
        { MigrationPoints.SyncBatchStored, 0 },
        { MigrationPoints.SyncBatchStored, 5 },
        { MigrationPoints.SyncCheckpoint, 0 },
        { MigrationPoints.SyncCheckpoint, 1 },
    };

    public static TheoryData<string> Switching =>
    [
        MigrationPoints.SwitchDecided, MigrationPoints.Sealed, MigrationPoints.UnderSealCopied,
        MigrationPoints.UnderSealVerified, MigrationPoints.OldRootAdvanced, MigrationPoints.NewRootWritten,
    ];

    [Theory]
    [MemberData(nameof(Copying))]
    public void Copying_is_taken_up_by_another_process(string point, int passes)
    {
        var lab = new MigrationLab();
        lab.Run(async () =>
        {
            await lab.FillAsync(3_000);
            var (writers, running) = Write(lab, 3_000);
            await MigrationLab.DidAsync(lab.Process().ThrottleAsync(InSixPieces, Ann, Cancel));
            await MigrationLab.DidAsync(lab.Process().EnableAsync(Ann, Cancel));
            (lab.Probe.CrashAt, lab.Probe.Passes) = (point, passes);
            await CrashAsync(lab, point);
            await lab.WorkUntilAsync(lab.Process(), "Live", d => d is { Phase: Phase.Live, Goal: null });
            await StopAsync(writers, running);
            await MigrationLab.DidAsync(lab.Process().VerifyAsync(VerifyScope.Complete, Ann, Cancel));
            await AssertSoundAsync(lab, writers);
        });
    }

    [Theory]
    [MemberData(nameof(Switching))]
    public void A_switch_to_PostgreSQL_is_ended_by_another_process(string point)
    {
        var lab = new MigrationLab();
        lab.Run(async () =>
        {
            await lab.FillAsync(100);
            await lab.EnableAsync(lab.Process());
            var (writers, running) = Write(lab, 100);
            lab.Probe.CrashAt = point;
            await Assert.ThrowsAsync<CrashedException>(() => lab.Process().RampDownAsync(Ann, Cancel));
            var next = lab.Process();
            await lab.WorkUntilAsync(next, "no switch under way", d => d.Switch is null);
            await MigrationLab.DidAsync(next.AbortAsync(Ann, Cancel));
            await lab.WorkUntilAsync(next, "copied", d => d.Synchronise is null);
            await StopAsync(writers, running);
            await next.StepAsync(Cancel);
            await MigrationLab.DidAsync(next.VerifyAsync(VerifyScope.Complete, Ann, Cancel));
            await AssertSoundAsync(lab, writers);
        });
    }

    [Theory]
    [MemberData(nameof(Switching))]
    public void A_switch_back_to_JSON_is_ended_by_another_process(string point)
    {
        var lab = new MigrationLab();
        lab.Run(async () =>
        {
            await lab.FillAsync(100);
            var first = lab.Process();
            await lab.EnableAsync(first);
            await MigrationLab.DidAsync(first.RampDownAsync(Ann, Cancel));
            var (writers, running) = Write(lab, 100);
            await MigrationLab.DidAsync(first.VerifyAsync(VerifyScope.Complete, Ann, Cancel));
            lab.Probe.CrashAt = point;
            await Assert.ThrowsAsync<CrashedException>(() => first.ReopenAsync(Ann, Cancel));
            var next = lab.Process();
            await lab.WorkUntilAsync(next, "no switch under way", d => d.Switch is null);
            await StopAsync(writers, running);
            await next.StepAsync(Cancel);
            await MigrationLab.DidAsync(next.VerifyAsync(VerifyScope.Complete, Ann, Cancel));
            await AssertSoundAsync(lab, writers);
        });
    }

    [Fact]
    public void Following_the_queue_is_taken_up_by_another_process()
    {
        var lab = new MigrationLab();
        lab.Run(async () =>
        {
            await lab.FillAsync(100);
            var first = lab.Process();
            await lab.EnableAsync(first);
            await MigrationLab.DidAsync(first.RampDownAsync(Ann, Cancel));
            var (writers, running) = Write(lab, 100);
            await lab.Simulation.PassAsync(TimeSpan.FromSeconds(1));
            (lab.Probe.CrashAt, lab.Probe.Passes) = (MigrationPoints.FollowPageApplied, 2);
            await CrashAsync(lab, MigrationPoints.FollowPageApplied);
            await StopAsync(writers, running);
            var next = lab.Process();
            await next.StepAsync(Cancel);
            Assert.Equal(0, (await next.StatusAsync(Cancel)).Lag);
            await AssertSoundAsync(lab, writers);
        });
    }

    [Fact]
    public void A_seal_that_nobody_finishes_is_aborted_after_5_s_and_the_old_root_goes_on()
    {
        var lab = new MigrationLab();
        lab.Run(async () =>
        {
            await lab.FillAsync(10);
            await lab.EnableAsync(lab.Process());
            lab.Probe.CrashAt = MigrationPoints.Sealed;
            await Assert.ThrowsAsync<CrashedException>(() => lab.Process().RampDownAsync(Ann, Cancel));
            await lab.Simulation.PassAsync(TimeSpan.FromSeconds(6));
            await lab.Process().StepAsync(Cancel);
            var document = await lab.DocumentAsync();
            Assert.Equal((Phase.Live, 1L, null), (document.Phase, document.Epoch.Value, document.Switch));
            Assert.Contains("older than 5 s", document.History[^1].Outcome, StringComparison.Ordinal);
            var writer = new LiveWriter(lab, 1, 10);
            var running = writer.RunAsync(TimeSpan.FromMilliseconds(50));
            await lab.Simulation.PassAsync(TimeSpan.FromSeconds(1));
            await StopAsync([writer], running);
            Assert.NotEmpty(writer.Acknowledged);
        });
    }

    [Fact]
    public void A_switch_whose_copying_takes_too_long_is_aborted_by_itself()
    {
        var lab = new MigrationLab();
        lab.Run(async () =>
        {
            await lab.FillAsync(10);
            var process = lab.Process();
            await lab.EnableAsync(process);
            var (writers, running) = Write(lab, 10);
            await lab.Simulation.PassAsync(TimeSpan.FromSeconds(1));
            lab.Probe.OnReached = point => lab.Postgres.Delay = point == MigrationPoints.Sealed
                ? () => lab.Simulation.PassAsync(TimeSpan.FromSeconds(6))
                : lab.Postgres.Delay;
            Assert.Contains("longer than 5 s", await MigrationLab.NotAsync(process.RampDownAsync(Ann, Cancel)),
                StringComparison.Ordinal);
            lab.Postgres.Delay = () => Task.CompletedTask;
            await StopAsync(writers, running);
            Assert.Equal(Phase.Live, (await lab.DocumentAsync()).Phase);
            await Comparison.AssertKeepsAsync(lab.Json.Memory, writers, "after the abort");
        });
    }

    [Fact]
    public void A_root_that_is_restored_from_before_its_switch_is_refused_and_not_taken_for_half_a_switch()
    {
        var lab = new MigrationLab();
        lab.Run(async () =>
        {
            await lab.FillAsync(10);
            var process = lab.Process();
            await lab.EnableAsync(process);
            await MigrationLab.DidAsync(process.RampDownAsync(Ann, Cancel));
            await process.StepAsync(Cancel);
            var former = await lab.Json.Documents.ReadAsync(Component.Users, Cancel);
            Assert.True(former!.IsHandedOver);

            lab.Stores = new MigrationStores(lab.Json, lab.Debt, new SimulatedStore("postgres"));
            var refusal = await Assert.ThrowsAsync<StoreUnavailableException>(() => lab.DocumentAsync());
            Assert.Contains("restored from a backup", refusal.Message, StringComparison.Ordinal);
            Assert.Equal(former, await lab.Json.Documents.ReadAsync(Component.Users, Cancel));
        });
    }

    private static (LiveWriter[] Writers, Task Running) Write(MigrationLab lab, int keys)
    {
        var writers = Enumerable.Range(1, 3).Select(seed => new LiveWriter(lab, seed, keys)).ToArray();
        return (writers, Task.WhenAll(writers.Select(w => w.RunAsync(TimeSpan.FromMilliseconds(20)))));
    }

    private static async Task StopAsync(LiveWriter[] writers, Task running)
    {
        foreach (var writer in writers)
        {
            writer.IsStopped = true;
        }

        await running;
    }

    private static async Task CrashAsync(MigrationLab lab, string point)
    {
        var process = lab.Process();
        var crash = await Assert.ThrowsAsync<CrashedException>(
            () => lab.WorkUntilAsync(process, $"the crash at {point}", _ => false));
        Assert.Equal(point, crash.Point);
    }

    private static async Task AssertSoundAsync(MigrationLab lab, LiveWriter[] writers)
    {
        Assert.All(writers, w => Assert.NotEmpty(w.Acknowledged));
        var root = (await lab.DocumentAsync()).Root == Side.Json ? lab.Json.Memory : lab.Postgres.Memory;
        await Comparison.AssertKeepsAsync(root, writers, "at the end");
        await Comparison.AssertEqualAsync(lab.Json.Memory, lab.Postgres.Memory, "at the end");
    }
}
