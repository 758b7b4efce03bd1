using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Grains.Updates;
using Xunit;
using static HybridOrleans.Cluster.Tests.Updates.Turns;

namespace HybridOrleans.Cluster.Tests.Updates;

/// <summary>An update has its effect once, however often it comes.</summary>
public sealed class RedeliveryTests(UpdateSilo silo) : IClassFixture<UpdateSilo>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_redelivered_update_changes_nothing_in_any_instance_and_after_the_grain_was_gone()
    {
        var user = silo.NewId();
        Assert.Equal(UpdateOutcome.Handled, await silo.First.CountAsync(Update(5, user)));
        Assert.Equal(UpdateOutcome.AlreadyHandled, await silo.First.CountAsync(Update(5, user)));
        Assert.Equal(UpdateOutcome.AlreadyHandled, await silo.Second.CountAsync(Update(5, user)));
        await silo.ForgetAsync();
        Assert.Equal(UpdateOutcome.AlreadyHandled, await silo.Second.CountAsync(Update(5, user)));
        Assert.Equal(UpdateOutcome.Handled, await silo.Second.CountAsync(Update(4, user)));
        Assert.Equal([5, 4], (await silo.First.CounterAsync(SessionOwner.User(user))).Seen);
    }

    [Fact]
    public async Task An_update_that_comes_to_both_instances_at_once_is_handled_by_one_of_them()
    {
        var user = silo.NewId();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(
            i => (i % 2 == 0 ? silo.First : silo.Second).CountAsync(Update(7 + (i / 4), user))));
        Assert.Equal(3, outcomes.Count(o => o == UpdateOutcome.Handled));
        Assert.Equal(3, (await silo.First.CounterAsync(SessionOwner.User(user))).Count);
    }

    [Fact]
    public async Task A_handler_that_fails_keeps_nothing_and_the_update_may_come_again()
    {
        var user = silo.NewId();
        await Assert.ThrowsAsync<FormatException>(() => silo.First.Updates.HandleAsync(
            Update(5, user),
            async (turn, token) =>
            {
                await Turns.CountAsync(turn, token);
                turn.Outbox.Send(user, "sendMessage");
                throw new FormatException("The handler of the test fails.");
            },
            Cancel));
        Assert.Equal(0, (await silo.First.CounterAsync(SessionOwner.User(user))).Count);
        Assert.False((await silo.Grain(SessionOwner.User(user)).LookAsync()).HasSends);
        Assert.Equal(UpdateOutcome.Handled, await silo.Second.CountAsync(Update(5, user)));
    }

    [Fact]
    public void The_last_thousand_updates_are_remembered_and_take_little_room()
    {
        var handled = "";
        for (var id = 812_000_000L; id < 812_003_000L; id += 2)
        {
            handled = HandledUpdates.With(handled, id, SessionLimits.MarksMax);
        }

        Assert.True(HandledUpdates.Contains(handled, 812_002_998));
        Assert.True(HandledUpdates.Contains(handled, 812_001_000));
        Assert.False(HandledUpdates.Contains(handled, 812_000_998));
        Assert.False(HandledUpdates.Contains(handled, 812_002_999));
        Assert.InRange(handled.Length, 1, 3_000);
        handled = HandledUpdates.With(handled, 17, SessionLimits.MarksMax);
        Assert.True(HandledUpdates.Contains(handled, 17));
        Assert.True(HandledUpdates.Contains(handled, 812_002_998));
    }
}
