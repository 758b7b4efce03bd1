using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Debt;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Routing;
using HybridOrleans.Storage.Tests.Records.Settling;
using HybridOrleans.TestKit.Faults;
using Xunit;

namespace HybridOrleans.Storage.Tests.Routing;

/// <summary>What an acknowledgement means in each phase.</summary>
public sealed class StranglerWriteTests
{
    private readonly ArmedTimeProvider _time = new();
    private readonly MigrationWorld _world;

    public StranglerWriteTests() => _world = new MigrationWorld(_time);

    public static TheoryData<Phase> Mirrored => [Phase.DualWrite, Phase.Shadow, Phase.Live];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Phase.Off, "1 1", null)]
    [InlineData(Phase.DualWrite, "1 1", "1 1")]
    [InlineData(Phase.Shadow, "1 1", "1 1")]
    [InlineData(Phase.Live, "1 1", "1 1")]
    [InlineData(Phase.RampDown, null, "1 1")]
    [InlineData(Phase.Complete, null, "1 1")]
    public async Task An_acknowledged_write_is_where_its_phase_says(Phase phase, string? json, string? postgres)
    {
        await _world.BeginAsync(phase);
        await _world.MustWriteAsync(0, "1");
        Assert.Equal((json, postgres), (await _world.HeldAsync(Side.Json), await _world.HeldAsync(Side.Postgres)));
        Assert.False(await OwesAsync());
    }

    [Theory]
    [MemberData(nameof(Mirrored))]
    public async Task The_mirror_has_the_same_revision_write_id_and_tombstone(Phase phase)
    {
        await _world.BeginAsync(phase);
        await _world.MustWriteAsync(0, "1");
        await _world.MustWriteAsync(1, null);
        var json = await _world.MemoryJson.ReadAsync(MigrationWorld.Key, new Epoch(9), Cancel);
        Assert.Equal(json, await _world.MemoryPostgres.ReadAsync(MigrationWorld.Key, new Epoch(9), Cancel));
        Assert.True(json!.IsTombstone);
    }

    [Fact]
    public async Task An_outage_of_the_follower_is_told_every_ten_seconds_and_not_for_each_write()
    {
        await _world.BeginAsync(Phase.DualWrite);
        var log = new LogLines<StranglerStore>();
        var store = new StranglerStore(_world, _world.Views, _time, log);
        _world.Postgres.IsDown = true;
        await _world.MustWriteAsync(0, "1", store: store);
        await _world.MustWriteAsync(1, "2", store: store);
        Assert.Single(log.Lines, IsOfTheOutage);
        _time.Advance(TimeSpan.FromSeconds(10));
        await _world.MustWriteAsync(2, "3", store: store);
        Assert.Equal(2, log.Lines.Count(IsOfTheOutage));
        static bool IsOfTheOutage(string line) => line.Contains("did not take a write", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writes_acknowledged_during_a_rehearsal_are_told_of_and_no_others()
    {
        await _world.BeginAsync(Phase.Live);
        await _world.MustWriteAsync(0, "1");
        var witness = _world.Store.WitnessOf(Component.Users);
        Assert.Empty(witness.Pending());
        await _world.RehearseAsync(Component.Users);
        await _world.MustWriteAsync(1, "2");
        await _world.MustWriteAsync(2, null);
        Assert.False((await _world.Store.WriteAsync(MigrationWorld.Change(1, "3"), Cancel)).Accepted);
        Assert.Equal([(2, false), (3, true)], witness.Pending().Select(w => (w.Revision.Value, w.IsTombstone)));
        witness.Forget(1);
        Assert.Equal(3, Assert.Single(witness.Pending()).Revision.Value);
    }

    [Theory]
    [MemberData(nameof(Mirrored))]
    public async Task A_write_that_the_follower_did_not_take_is_acknowledged_with_debt(Phase phase)
    {
        await _world.BeginAsync(phase);
        _world.Postgres.IsDown = true;
        await _world.MustWriteAsync(0, "1");
        Assert.Equal(("1 1", null), (await _world.HeldAsync(Side.Json), await _world.HeldAsync(Side.Postgres)));
        Assert.True(await OwesAsync());
    }

    [Fact]
    public async Task A_postgres_that_is_not_attached_is_owed_to()
    {
        await _world.BeginAsync(Phase.DualWrite);
        _world.IsAttached = false;
        await _world.MustWriteAsync(0, "1");
        Assert.True(await OwesAsync());
    }

    [Fact]
    public async Task A_follower_that_does_not_answer_is_waited_for_two_seconds()
    {
        await _world.BeginAsync(Phase.Live);
        var held = Fault.Hold;
        _world.Postgres.OnCopies(held);
        var write = _world.Store.WriteAsync(MigrationWorld.Change(0, "1"), Cancel).AsTask();
        await held.Reached.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        _time.Advance(FollowerMirror.Limit - TimeSpan.FromMilliseconds(1));
        Assert.False(write.IsCompleted);
        Assert.False(await OwesAsync());
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True((await write).Accepted);
        Assert.True(await OwesAsync());
    }

    [Fact]
    public async Task Without_follower_and_without_debt_the_outcome_is_unknown_and_a_repeat_settles_it()
    {
        await _world.BeginAsync(Phase.Live);
        (_world.Postgres.IsDown, _world.Debt.IsDown) = (true, true);
        var write = MigrationWorld.Change(0, "1");
        await Assert.ThrowsAsync<OutcomeUnknownException>(async () => await _world.Store.WriteAsync(write, Cancel));
        Assert.Equal("1 1", await _world.HeldAsync(Side.Json));
        (_world.Postgres.IsDown, _world.Debt.IsDown) = (false, false);
        Assert.Equal(WriteResult.AcceptedAs(new Revision(1)), await _world.Store.WriteAsync(write, Cancel));
        Assert.Equal("1 1", await _world.HeldAsync(Side.Postgres));
        Assert.Equal(1, _world.Statistics.Errors);
    }

    [Fact]
    public async Task A_write_whose_root_lost_the_answer_is_owed_until_it_is_settled()
    {
        await _world.BeginAsync(Phase.Live);
        _world.Json.OnWrites(Fault.LoseAnswer);
        var write = MigrationWorld.Change(0, "1");
        await Assert.ThrowsAsync<OutcomeUnknownException>(async () => await _world.Store.WriteAsync(write, Cancel));
        Assert.Null(await _world.HeldAsync(Side.Postgres));
        Assert.True(await OwesAsync());
    }

    [Fact]
    public async Task A_lost_race_asks_no_follower()
    {
        await _world.BeginAsync(Phase.Live);
        await _world.MustWriteAsync(0, "1");
        var calls = _world.Postgres.Calls;
        var lost = await _world.Store.WriteAsync(MigrationWorld.Change(0, "2"), Cancel);
        Assert.Equal(WriteResult.Conflict(new Revision(1)), lost);
        Assert.Equal(calls, _world.Postgres.Calls);
        Assert.Equal("1 1", await _world.HeldAsync(Side.Postgres));
    }

    [Fact]
    public async Task A_late_mirror_changes_nothing_and_a_mirror_that_overtakes_stays()
    {
        await _world.BeginAsync(Phase.DualWrite);
        var late = Fault.ArriveLate;
        _world.Postgres.OnCopies(late);
        await _world.MustWriteAsync(0, "1");
        await _world.MustWriteAsync(1, "2");
        late.Release();
        await late.Arrived.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        Assert.Equal("2 2", await _world.HeldAsync(Side.Postgres));
        Assert.True(await OwesAsync());
    }

    [Fact]
    public async Task A_follower_that_diverges_is_counted_owed_and_never_overwritten()
    {
        await _world.BeginAsync(Phase.DualWrite);
        _world.MemoryPostgres.EditFromOutside(MigrationWorld.Key, MigrationWorld.Record(1, "\"edited\""));
        await _world.MustWriteAsync(0, "1");
        Assert.Equal("1 \"edited\"", await _world.HeldAsync(Side.Postgres));
        Assert.Equal(1, _world.Statistics.Mismatches);
        Assert.True(await OwesAsync());
    }

    [Fact]
    public async Task A_dead_follower_is_soon_not_asked_and_asked_again_after_a_second()
    {
        await _world.BeginAsync(Phase.DualWrite);
        _world.Postgres.IsDown = true;
        var revision = 0;
        for (; revision < 10; revision++)
        {
            await _world.MustWriteAsync(revision, "1");
        }

        Assert.Equal(4, _world.Postgres.Calls);
        _world.Postgres.IsDown = false;
        await _world.MustWriteAsync(revision++, "1");
        Assert.Equal(4, _world.Postgres.Calls);
        _time.Advance(TimeSpan.FromMilliseconds(1_001));
        await _world.MustWriteAsync(revision++, "\"back\"");
        Assert.Equal("12 \"back\"", await _world.HeldAsync(Side.Postgres));
    }

    [Theory]
    [InlineData(Phase.RampDown)]
    [InlineData(Phase.Complete)]
    public async Task With_postgres_as_the_root_its_outage_is_told_and_json_takes_nothing(Phase phase)
    {
        await _world.BeginAsync(phase);
        _world.Postgres.IsDown = true;
        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await _world.Store.WriteAsync(MigrationWorld.Change(0, "1"), Cancel));
        Assert.Null(await _world.HeldAsync(Side.Json));
        _world.IsAttached = false;
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(async () => await _world.ReadAsync());
        Assert.Contains("is not attached to this silo", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_write_routed_before_writing_twice_began_is_mirrored_by_the_newest_view()
    {
        await _world.BeginAsync(Phase.Off);
        var held = Fault.Hold;
        _world.Json.OnWrites(held);
        var write = _world.Store.WriteAsync(MigrationWorld.Change(0, "1"), Cancel).AsTask();
        await held.Reached.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        await _world.MoveAsync(Component.Users, Phase.DualWrite);
        _time.Advance(TimeSpan.FromSeconds(1.6));
        held.Release();
        Assert.True((await write).Accepted);
        Assert.Equal("1 1", await _world.HeldAsync(Side.Postgres));
    }

    [Fact]
    public async Task An_old_view_is_refreshed_before_it_routes_a_write()
    {
        await _world.BeginAsync(Phase.Off);
        await _world.MoveAsync(Component.Users, Phase.DualWrite);
        await _world.MustWriteAsync(0, "1");
        Assert.Null(await _world.HeldAsync(Side.Postgres));
        _time.Advance(TimeSpan.FromSeconds(1.5));
        await _world.MustWriteAsync(1, "2");
        Assert.Equal("2 2", await _world.HeldAsync(Side.Postgres));
    }

    private async Task<bool> OwesAsync()
        => (await _world.Debt.ReadAsync(Component.Users, Cancel)) is DebtState { IsRaised: true };
}
