using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Controlling;
using HybridOrleans.Storage.Migration.Synchronising;
using HybridOrleans.Storage.Migration.Verifying;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Tests.Migration.Simulating;
using HybridOrleans.Storage.Tests.Migration.Synchronising;
using Xunit;

namespace HybridOrleans.Storage.Tests.Migration.Controlling;

/// <summary>What happens by itself, and what the status and the explanation say of it.</summary>
public sealed class BackgroundTests
{
    private static readonly CancellationToken Cancel = MigrationLab.Cancel;
    private static readonly VerbRequest Ann = MigrationLab.Ann;
    private readonly MigrationLab _lab = new();

    [Fact]
    public void Debt_is_paid_by_itself_once_PostgreSQL_answers() => _lab.Run(async () =>
    {
        await _lab.FillAsync(40);
        var process = _lab.Process();
        await _lab.EnableAsync(process);
        var writer = new LiveWriter(_lab, 1, 40);
        var running = writer.RunAsync(TimeSpan.FromMilliseconds(10));
        _lab.Postgres.IsDown = true;
        await _lab.Simulation.PassAsync(TimeSpan.FromSeconds(2));
        await process.StepAsync(Cancel);
        var status = await process.StatusAsync(Cancel);
        Assert.True(status.Debt is { IsRaised: true });
        Assert.Contains("unavailable", status.Trouble, StringComparison.Ordinal);
        Assert.Equal("An acknowledged write is durable in JSON. PostgreSQL may lack some of them: debt stands.",
            status.Guarantee);
        Assert.Contains("debt stands", status.BlockedBecause, StringComparison.Ordinal);
        Assert.Contains("debt stands", await MigrationLab.NotAsync(process.RampDownAsync(Ann, Cancel)),
            StringComparison.Ordinal);
        _lab.Postgres.IsDown = false;
        var began = _lab.Simulation.Time.GetTimestamp();
        while ((await process.StatusAsync(Cancel)).Debt!.Value.IsRaised)
        {
            await _lab.Simulation.PassAsync(await process.StepAsync(Cancel));
            Assert.InRange(_lab.Simulation.Time.GetElapsedTime(began).TotalSeconds, 0, 60);
        }

        writer.IsStopped = true;
        await running;
        await Comparison.AssertEqualAsync(_lab.Json.Memory, _lab.Postgres.Memory, "after the debt is paid");
    });

    [Fact]
    public void On_the_way_to_a_goal_nothing_blocks_that_the_way_does_by_itself() => _lab.Run(async () =>
    {
        await _lab.FillAsync(40);
        var process = _lab.Process();
        await MigrationLab.DidAsync(process.EnableAsync(Ann, Cancel));
        while ((await _lab.DocumentAsync()).Goal is not null)
        {
            Assert.Null((await process.StatusAsync(Cancel)).BlockedBecause);
            await _lab.Simulation.PassAsync(await process.StepAsync(Cancel));
        }

        Assert.Equal(Phase.Live, (await _lab.DocumentAsync()).Phase);
    });

    [Fact]
    public void What_changed_during_a_comparison_is_kept_for_the_way_back() => _lab.Run(async () =>
    {
        await _lab.FillAsync(160);
        var process = _lab.Process();
        await _lab.EnableAsync(process);
        await MigrationLab.DidAsync(process.RampDownAsync(Ann, Cancel));
        _lab.Json.Delay = () => _lab.Simulation.PassAsync(TimeSpan.FromMilliseconds(300));
        var writer = new LiveWriter(_lab, 1, 40);
        var running = writer.RunAsync(TimeSpan.FromMilliseconds(10));
        var began = _lab.Simulation.Time.GetTimestamp();
        var verifying = process.VerifyAsync(VerifyScope.Complete, Ann, Cancel);
        while (!verifying.IsCompleted)
        {
            await _lab.Simulation.PassAsync(await process.StepAsync(Cancel));
        }

        Assert.InRange(_lab.Simulation.Time.GetElapsedTime(began).TotalSeconds, 2, 60);
        await MigrationLab.DidAsync(verifying);
        writer.IsStopped = true;
        await running;
        _lab.Json.Delay = () => Task.CompletedTask;
        await MigrationLab.DidAsync(process.ReopenAsync(Ann, Cancel));
    });

    [Fact]
    public void A_crossed_limit_rolls_back_from_Live_and_says_which() => _lab.Run(async () =>
    {
        RampStatistics? seen = null;
        var process = _lab.Process(ramp: () => seen);
        await _lab.EnableAsync(process);
        seen = new RampStatistics(1_000, 0, 2, TimeSpan.Zero, null);
        await process.StepAsync(Cancel);
        var document = await _lab.DocumentAsync();
        Assert.Equal(Phase.Shadow, document.Phase);
        Assert.Equal("2 reads found another record than the root's, 0 allowed", document.History[^1].Why);
    });

    [Fact]
    public void An_inconclusive_window_holds_the_ramp_where_it_is() => _lab.Run(async () =>
    {
        RampStatistics? seen = null;
        var process = _lab.Process(ramp: () => seen);
        await _lab.EnableAsync(process);
        await MigrationLab.DidAsync(process.PromoteAsync(10, Ann, Cancel));
        await MigrationLab.DidAsync(process.EnableAsync(Ann, Cancel));
        await process.StepAsync(Cancel);
        Assert.Equal("The ramp waits: no statistics of the ramped share.",
            (await process.StatusAsync(Cancel)).BlockedBecause);
        seen = new RampStatistics(1_000, 0, 0, TimeSpan.Zero, null);
        await _lab.WorkUntilAsync(process, "100 %", d => d is { SharePercent: 100, Goal: null });
    });

    [Fact]
    public void Copying_yields_to_live_calls() => _lab.Run(async () =>
    {
        await _lab.FillAsync(6_000);
        var alone = await CopyingTakesAsync(new FixedLatency());
        await MigrationLab.DidAsync(_lab.Process().DisableAsync(Ann, Cancel));
        var usual = TimeSpan.FromMilliseconds(10);
        var yielding = await CopyingTakesAsync(new FixedLatency { P99 = usual, Baseline = usual });
        Assert.True(yielding > alone + TimeSpan.FromSeconds(0.2), $"{alone} alone, {yielding} beside calls");
    });

    [Fact]
    public void A_checkpoint_says_no_more_than_what_is_stored_though_later_pieces_are_on_their_way()
        => _lab.Run(async () =>
    {
        await _lab.FillAsync(12_000);
        var process = _lab.Process();
        await MigrationLab.DidAsync(process.StartAsync(Ann, Cancel));
        await _lab.Simulation.PassAsync(TimeSpan.FromSeconds(3));
        var (calls, hanging) = (0, new TaskCompletionSource());
        _lab.Postgres.BeforeCopies = ()
            => ++calls == 1 ? _lab.Simulation.PassAsync(TimeSpan.FromSeconds(2)) : hanging.Task;
        var working = _lab.WorkUntilAsync(process, "copied", d => d.Synchronise is null);
        await _lab.Simulation.PassAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(2_048, (await _lab.DocumentAsync()).Synchronise!.Done);
        hanging.SetResult();
        await working;
    });

    [Fact]
    public void Comparing_yields_to_live_calls() => _lab.Run(async () =>
    {
        await _lab.FillAsync(10_000);
        await _lab.EnableAsync(_lab.Process());
        var alone = await ComparingTakesAsync(new FixedLatency());
        var usual = TimeSpan.FromMilliseconds(10);
        Assert.True(await ComparingTakesAsync(new FixedLatency { P99 = usual, Baseline = usual }) > 2 * alone);
    });

    [Fact]
    public void The_lag_is_not_known_once_nobody_has_looked_for_a_while() => _lab.Run(async () =>
    {
        await _lab.FillAsync(30);
        var process = _lab.Process();
        await _lab.EnableAsync(process);
        await MigrationLab.DidAsync(process.RampDownAsync(Ann, Cancel));
        await process.StepAsync(Cancel);
        await _lab.Simulation.PassAsync(TimeSpan.FromSeconds(2));
        Assert.Equal(0, (await process.StatusAsync(Cancel)).Lag);
        await _lab.Simulation.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Null((await process.StatusAsync(Cancel)).Lag);
        await process.StepAsync(Cancel);
        Assert.Equal(0, (await process.StatusAsync(Cancel)).Lag);
    });

    [Fact]
    public void The_queue_is_followed_and_a_broken_one_means_a_complete_copy() => _lab.Run(async () =>
    {
        await _lab.FillAsync(30);
        var process = _lab.Process();
        await _lab.EnableAsync(process);
        await MigrationLab.DidAsync(process.RampDownAsync(Ann, Cancel));
        await WriteToPostgresAsync(3);
        await process.StepAsync(Cancel);
        Assert.Equal(0, (await process.StatusAsync(Cancel)).Lag);
        await Comparison.AssertEqualAsync(_lab.Json.Memory, _lab.Postgres.Memory, "after following");
        await WriteToPostgresAsync(4);
        await _lab.Postgres.Memory.Changes.StopAsync(Component.Users, Cancel);
        await WriteToPostgresAsync(5);
        await process.StepAsync(Cancel);
        await _lab.WorkUntilAsync(process, "copied", d => d is { Synchronise: null, Followed: not null });
        await Comparison.AssertEqualAsync(_lab.Json.Memory, _lab.Postgres.Memory, "after copying everything");
    });

    [Fact]
    public void A_switch_with_many_changed_keys_makes_live_rounds_before_the_seal() => _lab.Run(async () =>
    {
        await _lab.FillAsync(200);
        var process = _lab.Process(keysUnderSealMax: 20);
        await _lab.EnableAsync(process);
        await MigrationLab.DidAsync(process.VerifyAsync(VerifyScope.Complete, Ann, Cancel));
        var before = (await _lab.DocumentAsync()).Verification!.Since;
        var writer = new LiveWriter(_lab, 1, 200);
        var running = writer.RunAsync(TimeSpan.FromMilliseconds(10));
        await _lab.Simulation.PassAsync(TimeSpan.FromSeconds(3));
        var copiedTo = before;
        _lab.Probe.OnReached = point =>
        {
            if (point == MigrationPoints.SwitchDecided)
            {
                copiedTo = _lab.Json.Memory.Documents.ReadAsync(Component.Users, Cancel)
                    .AsTask().Result!.Verification!.Since;
            }
        };
        await MigrationLab.DidAsync(process.RampDownAsync(Ann, Cancel));
        Assert.True(copiedTo.Sequence > before.Sequence, $"{before} to {copiedTo}");
        writer.IsStopped = true;
        await running;
        await Comparison.AssertKeepsAsync(_lab.Postgres.Memory, [writer], "after the switch");
    });

    [Theory]
    [InlineData(0, "JSON: it is the root, and answers alone in Off.", "None: Off knows no debt.")]
    [InlineData(1, "PostgreSQL: its revision and hash are the root's.", "None.")]
    [InlineData(2, "JSON: PostgreSQL's revision or hash is not the root's.", "None.")]
    [InlineData(3, "JSON: PostgreSQL does not answer.", "None.")]
    [InlineData(4, "PostgreSQL: it is the root in RampDown.", "None: RampDown knows no debt.")]
    public void An_explanation_says_who_would_answer_and_why(int stage, string answers, string debt)
        => _lab.Run(async () =>
        {
            await _lab.FillAsync(2);
            var process = _lab.Process();
            if (stage > 0)
            {
                await _lab.EnableAsync(process);
            }

            if (stage == 2)
            {
                _lab.Postgres.Memory.EditFromOutside(MigrationLab.Key(1), null);
            }
            else if (stage == 4)
            {
                await MigrationLab.DidAsync(process.RampDownAsync(Ann, Cancel));
            }

            _lab.Postgres.IsDown = stage == 3;
            var explanation = await process.ExplainAsync(MigrationLab.Key(1), Cancel);
            Assert.Equal((answers, debt), (explanation.Answers, explanation.Debt));
            Assert.Equal(stage == 3, explanation.PostgresTrouble is not null);
            Assert.Equal(1, explanation.Json?.Revision);
        });

    [Fact]
    public void The_status_leads_with_the_promise_in_every_phase() => _lab.Run(async () =>
    {
        var process = _lab.Process();
        await SaysAsync(process, "An acknowledged write is durable in JSON.", "nothing would change", "start");
        await _lab.EnableAsync(process);
        await SaysAsync(process,
            "An acknowledged write is durable in JSON. PostgreSQL has it too, or debt is recorded first.",
            "0 acknowledged writes lost, JSON answers", "rampdown");
        await MigrationLab.DidAsync(process.RampDownAsync(Ann, Cancel));
        await SaysAsync(process, "An acknowledged write is durable in PostgreSQL. JSON follows from a queue.",
            "writes fail at once", "complete");
        await MigrationLab.DidAsync(process.VerifyAsync(VerifyScope.Complete, Ann, Cancel));
        await MigrationLab.DidAsync(process.CompleteAsync(Ann, Cancel));
        await SaysAsync(process, "An acknowledged write is durable in PostgreSQL.", "writes fail at once", null);
    });

    private static async Task SaysAsync(ComponentMigration process, string guarantee, string ifDied, string? next)
    {
        var status = await process.StatusAsync(Cancel);
        Assert.Equal(guarantee, status.Guarantee);
        Assert.Contains(ifDied, status.IfPostgresDied, StringComparison.Ordinal);
        Assert.Equal(next, status.NextStep);
    }

    private async Task WriteToPostgresAsync(int number)
    {
        var document = await _lab.DocumentAsync();
        var write = new RecordWrite
        {
            Key = MigrationLab.Key(number),
            Expected = new Revision(1),
            Body = MigrationLab.Body("[]"),
            WriteId = WriteId.New(),
            Epoch = document.Epoch,
        };
        Assert.True((await _lab.Postgres.Memory.WriteAsync(write, Cancel)).Accepted);
    }

    private async Task<TimeSpan> CopyingTakesAsync(FixedLatency live)
    {
        var process = _lab.Process(live: live);
        await MigrationLab.DidAsync(process.StartAsync(Ann, Cancel));
        var began = _lab.Simulation.Time.GetTimestamp();
        await _lab.WorkUntilAsync(process, "copied", d => d.Synchronise is null);
        return _lab.Simulation.Time.GetElapsedTime(began);
    }

    private async Task<TimeSpan> ComparingTakesAsync(FixedLatency live)
    {
        var began = _lab.Simulation.Time.GetTimestamp();
        await MigrationLab.DidAsync(_lab.Process(live: live).VerifyAsync(VerifyScope.Complete, Ann, Cancel));
        return _lab.Simulation.Time.GetElapsedTime(began);
    }
}
