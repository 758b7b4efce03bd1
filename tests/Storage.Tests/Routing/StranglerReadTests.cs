using HybridOrleans.Storage.Memory;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Routing;
using HybridOrleans.Storage.Tests.Records.Settling;
using HybridOrleans.TestKit.Faults;
using Xunit;

namespace HybridOrleans.Storage.Tests.Routing;

/// <summary>Who answers a read in each phase, and what happens to a follower that is not the root's equal.</summary>
public sealed class StranglerReadTests
{
    private readonly ArmedTimeProvider _time = new();
    private readonly MigrationWorld _world;

    public StranglerReadTests() => _world = new MigrationWorld(_time);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Phase.Live, 100, 1, 0)]
    [InlineData(Phase.Live, 0, 0, 0)]
    [InlineData(Phase.DualWrite, 100, 0, 0)]
    public async Task An_equal_follower_answers_in_the_share_and_only_there(
        Phase phase, int share, int calls, int unequal)
    {
        await _world.BeginAsync(phase, share);
        await _world.MustWriteAsync(0, "1");
        var before = _world.Postgres.Calls;
        Assert.Equal("1 1", await _world.ReadAsync());
        Assert.Equal((calls, unequal), (_world.Postgres.Calls - before, (int)_world.Statistics.Unequal));
    }

    [Fact]
    public async Task What_was_never_written_is_read_as_nothing_on_both_sides()
    {
        await _world.BeginAsync(Phase.Live);
        Assert.Null(await _world.ReadAsync());
        Assert.Equal((0, 0), (_world.Statistics.Unanswered, _world.Statistics.Unequal));
    }

    [Theory]
    [InlineData(Phase.Shadow)]
    [InlineData(Phase.Live)]
    public async Task A_follower_that_lacks_a_record_is_healed_and_the_root_answers(Phase phase)
    {
        await _world.BeginAsync(phase);
        Put(Side.Json, MigrationWorld.Record(3, "3"));
        Assert.Equal("3 3", await _world.ReadAsync());
        await _world.Store.WhenIdleAsync(Component.Users).WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        Assert.Equal("3 3", await _world.HeldAsync(Side.Postgres));
        Assert.Equal((1, 0), ((int)_world.Statistics.Healed, (int)_world.Statistics.Mismatches));
        Assert.Equal((0, phase == Phase.Live ? 1 : 0), (_world.Statistics.Unanswered, _world.Statistics.Unequal));
        Assert.Equal("3 3", await _world.ReadAsync());
    }

    [Theory]
    [InlineData(Phase.Shadow, 5, "\"ahead\"")]
    [InlineData(Phase.Live, 5, "\"ahead\"")]
    [InlineData(Phase.Live, 3, "\"other\"")]
    [InlineData(Phase.Live, 3, null)]
    public async Task What_only_the_follower_has_is_never_served_and_never_overwritten(
        Phase phase, long revision, string? json)
    {
        await _world.BeginAsync(phase);
        Put(Side.Json, MigrationWorld.Record(3, "3"));
        Put(Side.Postgres, MigrationWorld.Record(revision, json));
        Assert.Equal("3 3", await _world.ReadAsync());
        await _world.Store.WhenIdleAsync(Component.Users).WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        Assert.Equal($"{revision} {json ?? "deleted"}", await _world.HeldAsync(Side.Postgres));
        Assert.Equal((0, 1), ((int)_world.Statistics.Healed, (int)_world.Statistics.Mismatches));
    }

    [Fact]
    public async Task A_record_that_only_the_follower_has_is_not_served()
    {
        await _world.BeginAsync(Phase.Live);
        Put(Side.Postgres, MigrationWorld.Record(1, "\"ghost\""));
        Assert.Null(await _world.ReadAsync());
        Assert.Equal(1, _world.Statistics.Mismatches);
    }

    [Fact]
    public async Task A_damaged_follower_is_counted_and_the_root_answers()
    {
        await _world.BeginAsync(Phase.Live);
        await _world.MustWriteAsync(0, "1");
        _world.MemoryPostgres.DamageFromOutside(MigrationWorld.Key);
        Assert.Equal("1 1", await _world.ReadAsync());
        Assert.Equal((1, 0, 1), (
            _world.Statistics.Mismatches, _world.Statistics.Unanswered, _world.Statistics.Unequal));
    }

    [Fact]
    public async Task A_follower_that_does_not_answer_holds_a_read_up_for_300_milliseconds()
    {
        await _world.BeginAsync(Phase.Live);
        await _world.MustWriteAsync(0, "1");
        var held = Fault.Hold;
        _world.Postgres.OnReads(held);
        var read = _world.ReadAsync();
        await held.Reached.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        _time.Advance(TimeSpan.FromMilliseconds(299));
        Assert.False(read.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("1 1", await read);
        Assert.Equal((1, 0), (_world.Statistics.Unanswered, _world.Statistics.Unequal));
    }

    [Fact]
    public async Task A_follower_whose_healing_fails_is_owed_to()
    {
        await _world.BeginAsync(Phase.Live);
        Put(Side.Json, MigrationWorld.Record(3, "3"));
        _world.Postgres.OnCopies(Fault.Unavailable);
        Assert.Equal("3 3", await _world.ReadAsync());
        await _world.Store.WhenIdleAsync(Component.Users).WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        Assert.True((await _world.Debt.ReadAsync(Component.Users, Cancel)).IsUnpaid);
    }

    [Theory]
    [InlineData(Phase.Shadow)]
    [InlineData(Phase.Live)]
    public async Task A_key_that_is_read_often_is_healed_by_one_at_a_time(Phase phase)
    {
        await _world.BeginAsync(phase);
        Put(Side.Json, MigrationWorld.Record(3, "3"));
        var held = Fault.Hold;
        _world.Postgres.OnCopies(held);
        Assert.Equal("3 3", await _world.ReadAsync());
        await held.Reached.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        var calls = _world.Postgres.Calls;
        for (var read = 0; read < 10; read++)
        {
            Assert.Equal("3 3", await _world.ReadAsync());
        }

        held.Release();
        await _world.Store.WhenIdleAsync(Component.Users).WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        Assert.Equal(phase == Phase.Live ? 10 : 0, _world.Postgres.Calls - calls);
        Assert.Equal(1, _world.Statistics.Healed);
    }

    [Fact]
    public async Task More_comparisons_than_may_be_under_way_are_left_out_and_counted()
    {
        await _world.BeginAsync(Phase.Shadow);
        var held = Fault.Hold;
        _world.Postgres.OnDigests([.. Enumerable.Repeat(held, FollowerReads.PiecesMax)]);
        for (var id = 1; id <= FollowerReads.PiecesMax + 3; id++)
        {
            Assert.Null(await _world.ReadAsync(RecordKeys.User("bot", id)));
        }

        Assert.Equal(3, _world.Statistics.Dropped);
        held.Release();
        await _world.Store.WhenIdleAsync(Component.Users).WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        Assert.Null(await _world.ReadAsync(RecordKeys.User("bot", 999)));
        Assert.Equal(3, _world.Statistics.Dropped);
    }

    [Fact]
    public async Task What_finds_no_room_to_be_healed_is_owed()
    {
        await _world.BeginAsync(Phase.Live);
        var held = Fault.Hold;
        _world.Postgres.OnCopies([.. Enumerable.Repeat(held, FollowerReads.PiecesMax)]);
        for (var id = 1; id <= FollowerReads.PiecesMax + 1; id++)
        {
            var key = RecordKeys.User("bot", id);
            _world.MemoryJson.EditFromOutside(key, MigrationWorld.Record(3, "3"));
            Assert.Equal("3 3", await _world.ReadAsync(key));
            Assert.Equal(id > FollowerReads.PiecesMax, (await _world.Debt.ReadAsync(Component.Users, Cancel)).IsRaised);
        }

        held.Release();
        await _world.Store.WhenIdleAsync(Component.Users).WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        Assert.Equal(FollowerReads.PiecesMax, _world.Statistics.Healed);
    }

    [Fact]
    public async Task An_answer_of_the_follower_counts_only_if_the_root_is_asked_after_it()
    {
        await _world.BeginAsync(Phase.Live);
        await _world.MustWriteAsync(0, "1");
        var held = Fault.Hold;
        _world.Json.OnDigests(held);
        var read = _world.ReadAsync();
        await held.Reached.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        await _world.MustWriteAsync(1, "2");
        held.Release();
        Assert.Equal("2 2", await read);
    }

    [Fact]
    public async Task A_root_that_does_not_answer_is_never_replaced_by_the_follower()
    {
        await _world.BeginAsync(Phase.Live);
        await _world.MustWriteAsync(0, "1");
        _world.Json.OnDigests(Fault.Unavailable);
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await _world.ReadAsync());
        Assert.Equal(1, _world.Statistics.Errors);
    }

    [Fact]
    public void Percentiles_tell_of_the_last_calls_only()
    {
        var window = new LatencyWindow();
        Assert.Equal(TimeSpan.Zero, window.Percentile(0.99));
        for (var i = 1; i <= LatencyWindow.CallsMax + 100; i++)
        {
            window.Add(TimeSpan.FromMilliseconds(i <= 100 ? 1_000_000 : i - 100));
        }

        Assert.Equal(TimeSpan.FromMilliseconds(512), window.Percentile(0.5));
        Assert.Equal(TimeSpan.FromMilliseconds(1_014), window.Percentile(0.99));
        Assert.Equal(TimeSpan.FromMilliseconds(1_024), window.Percentile(1));
    }

    private void Put(Side side, StoredRecord record)
        => ((MemoryRecordStore)_world.RawStore(side)).EditFromOutside(MigrationWorld.Key, record);
}
