using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Controlling;
using HybridOrleans.Storage.Migration.Verifying;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Tests.Migration.Simulating;
using Xunit;

namespace HybridOrleans.Storage.Tests.Migration.Controlling;

/// <summary>Each verb, its dry run, and its repetition.</summary>
public sealed class VerbTests
{
    private static readonly CancellationToken Cancel = MigrationLab.Cancel;
    private static readonly VerbRequest Ann = MigrationLab.Ann;
    private readonly MigrationLab _lab = new();

    [Fact]
    public void Start_copies_everything_after_the_views_have_run_out() => _lab.Run(async () =>
    {
        await _lab.FillAsync(600);
        var process = _lab.Process();
        await UnchangedAsync(() => process.StartAsync(MigrationLab.AnnAsks, Cancel));
        await MigrationLab.DidAsync(process.StartAsync(Ann, Cancel));
        await process.StepAsync(Cancel);
        Assert.Equal([MigrationPoints.PhaseDecided], _lab.Probe.Seen);
        await _lab.WorkUntilAsync(process, "copied", d => d.Synchronise is null);
        Assert.Equal(Phase.DualWrite, (await _lab.DocumentAsync()).Phase);
        await Comparison.AssertEqualAsync(_lab.Json.Memory, _lab.Postgres.Memory, "after the first copy");
        await RepeatedAsync(() => process.StartAsync(Ann, Cancel));
    });

    [Fact]
    public void Start_without_PostgreSQL_is_refused() => _lab.Run(async () =>
    {
        _lab.Postgres.IsDown = true;
        Assert.Contains("unavailable", await MigrationLab.NotAsync(_lab.Process().StartAsync(Ann, Cancel)),
            StringComparison.Ordinal);
        Assert.Equal(Phase.Off, (await _lab.DocumentAsync()).Phase);
    });

    [Fact]
    public void Start_into_a_database_of_another_migration_is_refused() => _lab.Run(async () =>
    {
        await _lab.Postgres.Memory.RaiseFenceAsync(Component.Users, new Epoch(3), Cancel);
        Assert.Contains("from epoch 3 on", await MigrationLab.NotAsync(_lab.Process().StartAsync(Ann, Cancel)),
            StringComparison.Ordinal);
    });

    [Fact]
    public void Start_with_a_damaged_record_is_refused() => _lab.Run(async () =>
    {
        await _lab.FillAsync(3);
        _lab.Json.Memory.DamageFromOutside(MigrationLab.Key(1));
        Assert.Contains("1 of 3 records are damaged",
            await MigrationLab.NotAsync(_lab.Process().StartAsync(Ann, Cancel)), StringComparison.Ordinal);
    });

    [Fact]
    public void Pause_holds_copying_and_resume_goes_on() => _lab.Run(async () =>
    {
        await _lab.FillAsync(10);
        var process = _lab.Process();
        await MigrationLab.NotAsync(process.PauseAsync(Ann, Cancel));
        await MigrationLab.DidAsync(process.StartAsync(Ann, Cancel));
        await UnchangedAsync(() => process.PauseAsync(MigrationLab.AnnAsks, Cancel));
        await MigrationLab.DidAsync(process.PauseAsync(Ann, Cancel));
        await RepeatedAsync(() => process.PauseAsync(Ann, Cancel));
        for (var i = 0; i < 50; i++)
        {
            await _lab.Simulation.PassAsync(await process.StepAsync(Cancel));
        }

        Assert.Equal(0, await _lab.Postgres.Memory.EstimateCountAsync(Component.Users, Cancel));
        await MigrationLab.DidAsync(process.ResumeAsync(Ann, Cancel));
        await RepeatedAsync(() => process.ResumeAsync(Ann, Cancel));
        await _lab.WorkUntilAsync(process, "copied", d => d.Synchronise is null);
    });

    [Fact]
    public void Throttle_limits_the_rate() => _lab.Run(async () =>
    {
        await _lab.FillAsync(1_000);
        var process = _lab.Process();
        Assert.Contains("-1", await MigrationLab.NotAsync(process.ThrottleAsync(-1, Ann, Cancel)),
            StringComparison.Ordinal);
        await MigrationLab.DidAsync(process.ThrottleAsync(100, Ann, Cancel));
        await RepeatedAsync(() => process.ThrottleAsync(100, Ann, Cancel));
        await MigrationLab.DidAsync(process.StartAsync(Ann, Cancel));
        var began = _lab.Simulation.Time.GetTimestamp();
        await _lab.WorkUntilAsync(process, "copied", d => d.Synchronise is null);
        var took = _lab.Simulation.Time.GetElapsedTime(began);
        Assert.InRange(took.TotalSeconds, 10, 15);
    });

    [Fact]
    public void Promote_goes_phase_by_phase_and_past_Shadow_only_when_verified() => _lab.Run(async () =>
    {
        await _lab.FillAsync(20);
        var process = _lab.Process();
        await MigrationLab.NotAsync(process.PromoteAsync(null, Ann, Cancel));
        await MigrationLab.DidAsync(process.StartAsync(Ann, Cancel));
        Assert.Contains("Copying is under way",
            await MigrationLab.NotAsync(process.PromoteAsync(null, Ann, Cancel)), StringComparison.Ordinal);
        await _lab.WorkUntilAsync(process, "copied", d => d.Synchronise is null);
        await UnchangedAsync(() => process.PromoteAsync(10, MigrationLab.AnnAsks, Cancel));
        await MigrationLab.DidAsync(process.PromoteAsync(10, Ann, Cancel));
        Assert.Contains("Verify first", await MigrationLab.NotAsync(process.PromoteAsync(5, Ann, Cancel)),
            StringComparison.Ordinal);
        await UnchangedAsync(() => process.VerifyAsync(VerifyScope.Complete, MigrationLab.AnnAsks, Cancel));
        await MigrationLab.DidAsync(process.VerifyAsync(VerifyScope.Complete, Ann, Cancel));
        await MigrationLab.DidAsync(process.PromoteAsync(5, Ann, Cancel));
        await RepeatedAsync(() => process.PromoteAsync(5, Ann, Cancel));
        Assert.Equal((Phase.Live, 5), await PhaseAsync());
        await MigrationLab.DidAsync(process.PromoteAsync(null, Ann, Cancel));
        await RepeatedAsync(() => process.PromoteAsync(null, Ann, Cancel));
        Assert.Equal((Phase.Live, 100), await PhaseAsync());
    });

    [Fact]
    public void Rollback_goes_phase_by_phase_while_PostgreSQL_is_down() => _lab.Run(async () =>
    {
        var process = _lab.Process();
        await _lab.EnableAsync(process);
        _lab.Postgres.IsDown = true;
        await UnchangedAsync(() => process.RollbackAsync(MigrationLab.AnnAsks, Cancel));
        foreach (var phase in new[] { Phase.Shadow, Phase.DualWrite, Phase.Off })
        {
            await MigrationLab.DidAsync(process.RollbackAsync(Ann, Cancel));
            Assert.Equal(phase, (await _lab.DocumentAsync()).Phase);
        }

        await RepeatedAsync(() => process.RollbackAsync(Ann, Cancel));
    });

    [Fact]
    public void Disable_is_one_step_while_PostgreSQL_is_down() => _lab.Run(async () =>
    {
        var process = _lab.Process();
        await _lab.EnableAsync(process);
        _lab.Postgres.IsDown = true;
        await UnchangedAsync(() => process.DisableAsync(MigrationLab.AnnAsks, Cancel));
        await MigrationLab.DidAsync(process.DisableAsync(Ann, Cancel));
        Assert.Equal((Phase.Off, 0), await PhaseAsync());
        await RepeatedAsync(() => process.DisableAsync(Ann, Cancel));
    });

    [Fact]
    public void Rampdown_and_reopen_move_the_root_and_keep_every_record() => _lab.Run(async () =>
    {
        await _lab.FillAsync(300);
        var process = _lab.Process();
        await MigrationLab.NotAsync(process.RampDownAsync(Ann, Cancel));
        await _lab.EnableAsync(process);
        await UnchangedAsync(() => process.RampDownAsync(MigrationLab.AnnAsks, Cancel));
        await MigrationLab.DidAsync(process.RampDownAsync(Ann, Cancel));
        await RepeatedAsync(() => process.RampDownAsync(Ann, Cancel));
        Assert.Equal(Phase.RampDown, (await _lab.DocumentAsync()).Phase);
        Assert.Contains("Verify first", await MigrationLab.NotAsync(process.ReopenAsync(Ann, Cancel)),
            StringComparison.Ordinal);
        await MigrationLab.DidAsync(process.VerifyAsync(VerifyScope.Complete, Ann, Cancel));
        await UnchangedAsync(() => process.ReopenAsync(MigrationLab.AnnAsks, Cancel));
        await MigrationLab.DidAsync(process.ReopenAsync(Ann, Cancel));
        await RepeatedAsync(() => process.ReopenAsync(Ann, Cancel));
        var document = await _lab.DocumentAsync();
        Assert.Equal((Phase.Live, new Epoch(2)), (document.Phase, document.Epoch));
        await Comparison.AssertEqualAsync(_lab.Json.Memory, _lab.Postgres.Memory, "after reopening");
    });

    [Fact]
    public void Complete_raises_both_fences_and_is_the_end() => _lab.Run(async () =>
    {
        await _lab.FillAsync(5);
        var process = _lab.Process();
        await MigrationLab.NotAsync(process.CompleteAsync(Ann, Cancel));
        await _lab.EnableAsync(process);
        await MigrationLab.DidAsync(process.RampDownAsync(Ann, Cancel));
        await MigrationLab.DidAsync(process.VerifyAsync(VerifyScope.Complete, Ann, Cancel));
        await UnchangedAsync(() => process.CompleteAsync(MigrationLab.AnnAsks, Cancel));
        await MigrationLab.DidAsync(process.CompleteAsync(Ann, Cancel));
        await RepeatedAsync(() => process.CompleteAsync(Ann, Cancel));
        Assert.Equal(new Epoch(2), await _lab.Json.Memory.ReadFenceAsync(Component.Users, Cancel));
        Assert.Equal(new Epoch(2), await _lab.Postgres.Memory.ReadFenceAsync(Component.Users, Cancel));
        foreach (var verb in new[] { process.RollbackAsync(Ann, Cancel), process.DisableAsync(Ann, Cancel) })
        {
            Assert.Contains("Export", await MigrationLab.NotAsync(verb), StringComparison.Ordinal);
        }
    });

    [Fact]
    public void Disable_from_RampDown_verifies_reopens_and_ends_Off() => _lab.Run(async () =>
    {
        await _lab.FillAsync(50);
        var process = _lab.Process();
        await _lab.EnableAsync(process);
        await MigrationLab.DidAsync(process.RampDownAsync(Ann, Cancel));
        await MigrationLab.DidAsync(process.DisableAsync(Ann, Cancel));
        await RepeatedAsync(() => process.DisableAsync(Ann, Cancel));
        await _lab.WorkUntilAsync(_lab.Process(), "Off", d => d is { Phase: Phase.Off, Goal: null });
    });

    [Fact]
    public void Enable_is_finished_by_another_process() => _lab.Run(async () =>
    {
        await _lab.FillAsync(50);
        var process = _lab.Process();
        await UnchangedAsync(() => process.EnableAsync(MigrationLab.AnnAsks, Cancel));
        await MigrationLab.DidAsync(process.EnableAsync(Ann, Cancel));
        await RepeatedAsync(() => process.EnableAsync(Ann, Cancel));
        await process.StepAsync(Cancel);
        await _lab.WorkUntilAsync(_lab.Process(), "Live at 100 %", d => d is { SharePercent: 100, Goal: null });
        await RepeatedAsync(() => process.EnableAsync(Ann, Cancel));
        var history = (await _lab.DocumentAsync()).History.Select(h => h.What);
        Assert.Equal(["enable", "start", "synchronise", "promote", "verify", "promote", "reached"], history);
    });

    [Fact]
    public void Abort_gives_up_a_goal_and_keeps_the_phase() => _lab.Run(async () =>
    {
        var process = _lab.Process();
        await RepeatedAsync(() => process.AbortAsync(Ann, Cancel));
        await MigrationLab.DidAsync(process.EnableAsync(Ann, Cancel));
        await process.StepAsync(Cancel);
        await MigrationLab.DidAsync(process.AbortAsync(Ann, Cancel));
        Assert.Null((await _lab.DocumentAsync()).Goal);
        await RepeatedAsync(() => process.AbortAsync(Ann, Cancel));
    });

    [Fact]
    public void A_verb_says_who_when_why_and_what_came_of_it() => _lab.Run(async () =>
    {
        var process = _lab.Process();
        await MigrationLab.DidAsync(process.StartAsync(new VerbRequest("eva", "the plan of monday"), Cancel));
        var entry = Assert.Single((await _lab.DocumentAsync()).History);
        Assert.Equal(("eva", "start", "the plan of monday"), (entry.By, entry.What, entry.Why));
        Assert.StartsWith("Started", entry.Outcome, StringComparison.Ordinal);
        Assert.Equal(_lab.Simulation.Time.GetUtcNow(), entry.At, TimeSpan.FromSeconds(1));
    });

    private async Task<(Phase Phase, int Share)> PhaseAsync()
    {
        var document = await _lab.DocumentAsync();
        return (document.Phase, document.SharePercent);
    }

    /// <summary>A dry run says what it would do and changes nothing.</summary>
    private async Task UnchangedAsync(Func<Task<VerbResult>> dryRun)
    {
        var before = (await _lab.DocumentAsync()).Version;
        var result = await dryRun();
        Assert.True(result.Done, result.Message);
        Assert.StartsWith("Would ", result.Message, StringComparison.Ordinal);
        Assert.Equal(before, (await _lab.DocumentAsync()).Version);
    }

    /// <summary>A repetition is done, and changes nothing.</summary>
    private async Task RepeatedAsync(Func<Task<VerbResult>> verb)
    {
        var version = (await _lab.DocumentAsync()).Version;
        var result = await verb();
        Assert.True(result.Done, result.Message);
        Assert.Equal(version, (await _lab.DocumentAsync()).Version);
    }
}
