using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Controlling;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Migration.Rehearsing;
using HybridOrleans.Storage.Migration.Verifying;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Tests.Migration.Simulating;
using Xunit;

namespace HybridOrleans.Storage.Tests.Migration.Rehearsing;

public sealed class RehearsalTests
{
    private static readonly VerbRequest Ann = MigrationLab.Ann;
    private static readonly RehearsalPlan Plan = new(100, TimeSpan.FromSeconds(1));
    private readonly MigrationLab _lab = new();
    private readonly LabTraffic _traffic;

    public RehearsalTests() => _traffic = new LabTraffic(_lab);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void It_promotes_cuts_rolls_back_and_checks_what_was_acknowledged() => InShadow(async process =>
    {
        _traffic.OnRead = async () =>
        {
            if (_lab.Postgres.IsDown)
            {
                await AcknowledgeAsync();
                await _lab.Debt.RaiseAsync(Component.Users, Cancel);
                _traffic.OnRead = () => Task.CompletedTask;
            }
        };
        var result = await RehearseAsync(process);
        Assert.True(result.Done, result.Message);
        Assert.EndsWith("1 acknowledged writes checked in both stores, 0 lost.", result.Message,
            StringComparison.Ordinal);
        Assert.Contains("3 connections ended", result.Message, StringComparison.Ordinal);
        Assert.Equal(["Live 100 %, quiet", "Live 100 %, cut"], _traffic.Met);
        var after = await _lab.DocumentAsync();
        Assert.Equal((Phase.Shadow, 100, null), (after.Phase, after.SharePercent, after.Rehearsal));
        Assert.Equal(("rehearse", "ann", result.Message), Last(after));
        Assert.False((await _lab.Debt.ReadAsync(Component.Users, Cancel)).IsRaised);
    });

    [Fact]
    public void A_write_that_JSON_does_not_hold_is_called_lost() => InShadow(async process =>
    {
        _traffic.OnRead = () =>
        {
            _traffic.Writes.Clear();
            _traffic.Writes.Add(new RecordDigest(MigrationLab.Key(0), new Revision(9), null));
            return Task.CompletedTask;
        };
        var result = await RehearseAsync(process);
        Assert.False(result.Done);
        Assert.Contains("1 OF 1 ACKNOWLEDGED WRITES LOST", result.Message, StringComparison.Ordinal);
    });

    [Fact]
    public void Nothing_is_called_safe_that_was_not_looked_at() => InShadow(async process =>
    {
        Assert.Contains("No write was acknowledged", (await RehearseAsync(process)).Message, StringComparison.Ordinal);
        _traffic.OnRead = () =>
        {
            _traffic.Writes.AddMissed(1);
            return Task.CompletedTask;
        };
        Assert.Contains("more could not be checked", (await RehearseAsync(process)).Message, StringComparison.Ordinal);
    });

    [Fact]
    public void A_read_that_fails_is_told() => InShadow(async process =>
    {
        _traffic.OnRead = () => _lab.Postgres.IsDown
            ? throw new StoreUnavailableException("A test made it fail.")
            : Task.CompletedTask;
        var result = await RehearseAsync(process);
        Assert.False(result.Done);
        Assert.DoesNotContain(" 0 failed; rolled back", result.Message, StringComparison.Ordinal);
    });

    [Fact]
    public void A_dry_run_only_tells() => InShadow(async process =>
    {
        var before = await _lab.DocumentAsync();
        var result = await process.RehearseAsync(Plan, MigrationLab.AnnAsks, Cancel);
        Assert.Contains("go back to Shadow", result.Message, StringComparison.Ordinal);
        Assert.Equal(before.Version, (await _lab.DocumentAsync()).Version);
        Assert.Empty(_traffic.Met);
    });

    [Theory]
    [InlineData(0, 1.0)]
    [InlineData(101, 1.0)]
    [InlineData(10, 0.4)]
    [InlineData(10, 11.0)]
    public void A_plan_outside_its_limits_is_refused(int share, double seconds) => InShadow(async process =>
        Assert.Contains("1 to 100 %, 0.5 to 10 s", await MigrationLab.NotAsync(process.RehearseAsync(
            new RehearsalPlan(share, TimeSpan.FromSeconds(seconds)), Ann, Cancel)), StringComparison.Ordinal));

    [Fact]
    public void It_is_refused_where_calls_would_fail() => InShadow(async process =>
    {
        var grains = Documents.MigrationDocuments.First with { Component = Component.Grains, Phase = Phase.Complete };
        await _lab.Postgres.Memory.Documents.TryWriteAsync(grains, 0, Cancel);
        Assert.Contains("'grains' lives in PostgreSQL", await RefusedAsync(process), StringComparison.Ordinal);
    });

    [Fact]
    public void It_is_refused_before_both_sides_were_compared() => _lab.Run(async () =>
    {
        await _lab.FillAsync(1);
        var process = _lab.Process(traffic: _traffic);
        Assert.Contains("Start first", await RefusedAsync(process), StringComparison.Ordinal);
        await MigrationLab.DidAsync(process.StartAsync(Ann, Cancel));
        Assert.Contains("Copying is under way", await RefusedAsync(process), StringComparison.Ordinal);
        await _lab.WorkUntilAsync(process, "copied", d => d.Synchronise is null);
        Assert.Contains("Verify first", await RefusedAsync(process), StringComparison.Ordinal);
    });

    [Fact]
    public void What_somebody_decided_after_the_look_is_not_overwritten() => InShadow(async process =>
    {
        var shadow = await _lab.DocumentAsync();
        _traffic.OnWrites = () =>
        {
            _traffic.OnWrites = () => { };
            var writing = _lab.Json.Memory.Documents.TryWriteAsync(
                shadow with { Phase = Phase.Off, Version = shadow.Version + 1 }, shadow.Version, Cancel);
            Assert.True(writing.IsCompletedSuccessfully && writing.Result);
        };
        Assert.Contains("Start first", await RefusedAsync(process), StringComparison.Ordinal);
        var after = await _lab.DocumentAsync();
        Assert.Equal((Phase.Off, null), (after.Phase, after.Rehearsal));
        Assert.Empty(_traffic.Met);
    });

    [Fact]
    public void Whoever_finds_one_that_nobody_carries_on_ends_it() => InShadow(async _ =>
    {
        await LeaveOneAsync();
        await _lab.Process().StepAsync(Cancel);
        var after = await _lab.DocumentAsync();
        Assert.Equal((Phase.Shadow, 100, null), (after.Phase, after.SharePercent, after.Rehearsal));
        Assert.Equal(("rehearse", "controller", "Back to Shadow."), Last(after));
    });

    [Fact]
    public void One_that_is_cancelled_goes_back_at_once() => InShadow(async process =>
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        _traffic.OnRead = () => _lab.Postgres.IsDown ? stop.CancelAsync() : Task.CompletedTask;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => process.RehearseAsync(Plan, Ann, stop.Token));
        Assert.Equal((Phase.Shadow, false), ((await _lab.DocumentAsync()).Phase, _lab.Postgres.IsDown));
    });

    [Fact]
    public void Meanwhile_only_the_ways_back_are_open() => InShadow(async process =>
    {
        await LeaveOneAsync();
        Assert.Contains("A rehearsal is", await RefusedAsync(process), StringComparison.Ordinal);
        Assert.Contains("A rehearsal is", await MigrationLab.NotAsync(process.PromoteAsync(100, Ann, Cancel)),
            StringComparison.Ordinal);
        Assert.Contains("A rehearsal is", await MigrationLab.NotAsync(process.EnableAsync(Ann, Cancel)),
            StringComparison.Ordinal);
        Assert.Contains("A rehearsal is", await MigrationLab.NotAsync(process.RampDownAsync(Ann, Cancel)),
            StringComparison.Ordinal);
        await MigrationLab.DidAsync(process.AbortAsync(Ann, Cancel));
        Assert.Equal(Phase.Shadow, (await _lab.DocumentAsync()).Phase);
        await LeaveOneAsync();
        await MigrationLab.DidAsync(process.RollbackAsync(Ann, Cancel));
        Assert.Equal(Phase.Shadow, (await _lab.DocumentAsync()).Phase);
        await LeaveOneAsync();
        await MigrationLab.DidAsync(process.DisableAsync(Ann, Cancel));
        Assert.Equal((Phase.Off, null), ((await _lab.DocumentAsync()).Phase, (await _lab.DocumentAsync()).Rehearsal));
    });

    private static (string What, string By, string Outcome) Last(MigrationDocument document)
        => (document.History[^1].What, document.History[^1].By, document.History[^1].Outcome);

    private static Task<string> RefusedAsync(ComponentMigration process)
        => MigrationLab.NotAsync(process.RehearseAsync(Plan, Ann, Cancel));

    private void InShadow(Func<ComponentMigration, Task> work) => _lab.Run(async () =>
    {
        await _lab.FillAsync(20);
        var process = _lab.Process(traffic: _traffic);
        await MigrationLab.DidAsync(process.StartAsync(Ann, Cancel));
        await _lab.WorkUntilAsync(process, "copied", d => d.Synchronise is null);
        await MigrationLab.DidAsync(process.PromoteAsync(null, Ann, Cancel));
        await MigrationLab.DidAsync(process.VerifyAsync(VerifyScope.Complete, Ann, Cancel));
        await work(process);
    });

    /// <summary>Rehearses while the work in the background goes on.</summary>
    private async Task<VerbResult> RehearseAsync(ComponentMigration process)
    {
        var rehearsing = process.RehearseAsync(Plan, Ann, Cancel);
        while (!rehearsing.IsCompleted)
        {
            await _lab.Simulation.PassAsync(await process.StepAsync(Cancel));
        }

        return await rehearsing;
    }

    private async Task AcknowledgeAsync()
    {
        var write = new RecordWrite
        {
            Key = MigrationLab.Key(0),
            Expected = new Revision(1),
            Body = MigrationLab.Body("""{"n":"new"}"""),
            WriteId = WriteId.New(),
            Epoch = Epoch.Initial,
        };
        var result = await _lab.Json.Memory.WriteAsync(write, Cancel);
        _traffic.Writes.Add(new RecordDigest(write.Key, result.Revision, write.Body!.Hash));
    }

    private async Task LeaveOneAsync() => await _lab.Desk.ChangeAsync(
        d => d with
        {
            Rehearsal = new RehearsalState(d.Phase, d.SharePercent, _lab.Simulation.Time.GetUtcNow()),
            Phase = Phase.Live,
        },
        Cancel);
}
