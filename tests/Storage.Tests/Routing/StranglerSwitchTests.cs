using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Routing;
using HybridOrleans.Storage.Tests.Records.Settling;
using Xunit;

namespace HybridOrleans.Storage.Tests.Routing;

/// <summary>What a caller notices of a switch of the root: nothing, or a clear word after five seconds.</summary>
public sealed class StranglerSwitchTests
{
    private readonly ArmedTimeProvider _time = new();
    private readonly MigrationWorld _world;

    public StranglerSwitchTests() => _world = new MigrationWorld(_time);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Phase.Live, Phase.RampDown)]
    [InlineData(Phase.RampDown, Phase.Live)]
    public async Task A_view_with_the_wrong_root_is_refused_refreshed_and_repeated(Phase from, Phase to)
    {
        await _world.BeginAsync(from);
        await _world.MustWriteAsync(0, "1");
        await _world.MoveAsync(Component.Users, to);
        Assert.Equal(from, _world.Views.CurrentOf(Component.Users).Phase);
        await _world.MustWriteAsync(1, "2");
        Assert.Equal("2 2", await _world.HeldAsync(PhaseTable.Of(to).Root));
        Assert.Equal("2 2", await _world.ReadAsync());
        Assert.Equal(0, _world.Statistics.Errors);
    }

    [Fact]
    public async Task Calls_that_meet_a_seal_wait_for_its_end()
    {
        await _world.BeginAsync(Phase.Live);
        await _world.MustWriteAsync(0, "1");
        var sealedAs = await _world.Mover.SealAsync(await _world.DocumentAsync(Component.Users), Phase.RampDown);
        var read = _world.ReadAsync();
        var write = _world.Store.WriteAsync(MigrationWorld.Change(1, "2"), Cancel).AsTask();
        await PassAsync(TimeSpan.FromSeconds(4));
        Assert.False(read.IsCompleted || write.IsCompleted);
        await _world.Mover.CopyAsync(Side.Json, Component.Users, sealedAs.Switch!.Next);
        await _world.Mover.FinishAsync(sealedAs);
        await PassUntilAsync(Task.WhenAll(read, write));
        Assert.Contains(await read, (string?[])["1 1", "2 2"]);
        Assert.True((await write).Accepted);
        Assert.Equal(("1 1", "2 2"), (await _world.HeldAsync(Side.Json), await _world.HeldAsync(Side.Postgres)));
    }

    [Fact]
    public async Task A_seal_that_does_not_end_is_told_after_five_seconds_and_nothing_was_written()
    {
        await _world.BeginAsync(Phase.Live);
        var started = _time.GetTimestamp();
        await _world.Mover.SealAsync(await _world.DocumentAsync(Component.Users), Phase.RampDown);
        var write = _world.Store.WriteAsync(MigrationWorld.Change(0, "1"), Cancel).AsTask();
        await PassUntilAsync(write);
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => write);
        Assert.True(_time.GetElapsedTime(started) >= RoutedCalls.SealLimit, "The caller gave up early.");
        Assert.StartsWith(
            "A switch of the root of 'users' is under way and did not end within 5 s (epoch 0).",
            error.Message,
            StringComparison.Ordinal);
        Assert.Equal((null, null), (await _world.HeldAsync(Side.Json), await _world.HeldAsync(Side.Postgres)));
    }

    [Fact]
    public async Task A_write_is_settled_on_the_new_root()
    {
        await _world.BeginAsync(Phase.Live);
        var write = MigrationWorld.Change(0, "1");
        Assert.True((await _world.Store.WriteAsync(write, Cancel)).Accepted);
        await _world.MoveAsync(Component.Users, Phase.RampDown);
        Assert.Equal(WriteResult.AcceptedAs(new Revision(1)), await _world.Store.WriteAsync(write, Cancel));
        Assert.Equal("1 1", await _world.HeldAsync(Side.Postgres));
    }

    [Fact]
    public async Task A_save_acknowledged_during_an_outage_is_there_after_the_recovery()
    {
        await _world.BeginAsync(Phase.Live);
        await _world.MustWriteAsync(0, "\"before\"");
        _world.Postgres.IsDown = true;
        await _world.MustWriteAsync(1, "\"during\"");
        Assert.Equal("2 \"during\"", await _world.ReadAsync());
        _world.Postgres.IsDown = false;
        _time.Advance(TimeSpan.FromSeconds(1.2));
        Assert.Equal("2 \"during\"", await _world.ReadAsync());
        await _world.Store.WhenIdleAsync(Component.Users).WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        Assert.Equal("2 \"during\"", await _world.HeldAsync(Side.Postgres));
        Assert.True((await _world.Debt.ReadAsync(Component.Users, Cancel)).IsRaised);
    }

    [Fact]
    public async Task A_rollback_returns_the_newest_value()
    {
        await _world.BeginAsync(Phase.Complete);
        for (var i = 0; i < 500; i++)
        {
            await _world.MustWriteAsync(i, $"{i + 1}");
        }

        for (var phase = Phase.RampDown; phase >= Phase.Off; phase--)
        {
            await _world.MoveAsync(Component.Users, phase);
            _time.Advance(TimeSpan.FromSeconds(1.5));
            Assert.Equal("500 500", await _world.ReadAsync());
        }

        Assert.Equal("500 500", await _world.HeldAsync(Side.Json));
    }

    [Fact]
    public async Task A_rollback_from_live_needs_no_postgres()
    {
        await _world.BeginAsync(Phase.Live);
        await _world.MustWriteAsync(0, "1");
        _world.Postgres.IsDown = true;
        await _world.MustWriteAsync(1, "2");
        for (var phase = Phase.Shadow; phase >= Phase.Off; phase--)
        {
            await _world.MoveAsync(Component.Users, phase);
            _time.Advance(TimeSpan.FromSeconds(1.5));
            Assert.Equal("2 2", await _world.ReadAsync());
        }

        await _world.MustWriteAsync(2, "3");
        Assert.Equal("3 3", await _world.ReadAsync());
    }

    /// <summary>Lets time go by in steps, each begun when somebody waits for it.</summary>
    private async Task PassAsync(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += RoutedCalls.SealPause)
        {
            await _time.WaitForTimerAsync(Cancel);
            _time.Advance(RoutedCalls.SealPause);
        }
    }

    private async Task PassUntilAsync(Task ends)
    {
        while (!ends.IsCompleted)
        {
            if (await Task.WhenAny(ends, _time.WaitForTimerAsync(Cancel)) != ends)
            {
                _time.Advance(RoutedCalls.SealPause);
            }
        }
    }
}
