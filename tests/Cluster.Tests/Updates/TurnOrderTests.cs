using System.Collections.Concurrent;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using Xunit;
using static HybridOrleans.Cluster.Tests.Updates.Turns;

namespace HybridOrleans.Cluster.Tests.Updates;

/// <summary>One at a time for each user, over all instances.</summary>
public sealed class TurnOrderTests(UpdateSilo silo) : IClassFixture<UpdateSilo>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Handlers_of_one_user_never_run_at_once_and_each_instance_keeps_its_order()
    {
        var user = silo.NewId();
        var running = 0;
        var order = new ConcurrentQueue<long>();
        async Task HandleAsync(IUpdateTurn turn, CancellationToken cancellation)
        {
            Assert.Equal(1, Interlocked.Increment(ref running));
            await Turns.CountAsync(turn, cancellation);
            order.Enqueue(turn.Update!.Id);
            Interlocked.Decrement(ref running);
        }

        var handled = Enumerable.Range(1, 30).Select(id => (id % 2 == 0 ? silo.First : silo.Second).Updates
            .HandleAsync(Update(id, user), HandleAsync, Cancel)).ToList();
        await Task.WhenAll(handled).WaitAsync(Limit, Cancel);
        Assert.Equal(order.Where(id => id % 2 == 0).Order(), order.Where(id => id % 2 == 0));
        Assert.Equal(order.Where(id => id % 2 == 1).Order(), order.Where(id => id % 2 == 1));
        Assert.Equal(order, (await silo.First.CounterAsync(SessionOwner.User(user))).Seen);
    }

    [Fact]
    public async Task Of_the_updates_that_wait_the_lowest_id_comes_first()
    {
        var grain = silo.Grain(SessionOwner.User(silo.NewId()));
        var (first, second, third) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        Assert.Equal(TurnState.Given, (await BeginAsync(grain, first, 1, 0)).State);
        Assert.Equal(TurnState.Waiting, (await BeginAsync(grain, third, 3, 0)).State);
        Assert.Equal(TurnState.Waiting, (await BeginAsync(grain, second, 2, 0)).State);
        var waits = BeginAsync(grain, third, 3, 10);
        await grain.EndAsync(first);
        Assert.Equal(TurnState.Given, (await BeginAsync(grain, second, 2, 0)).State);
        Assert.False(waits.IsCompleted);
        await grain.EndAsync(second);
        Assert.Equal(TurnState.Given, (await waits.WaitAsync(Limit, Cancel)).State);
        await grain.EndAsync(third);
    }

    [Fact]
    public async Task What_is_no_update_comes_after_those_that_wait_but_not_after_all_that_come()
    {
        var grain = silo.Grain(SessionOwner.Chat(-silo.NewId()));
        var (first, second, act) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await BeginAsync(grain, first, 1, 0);
        await BeginAsync(grain, act, -1, 0);
        await BeginAsync(grain, second, 2, 0);
        await grain.EndAsync(first);
        Assert.Equal(TurnState.Waiting, (await BeginAsync(grain, act, -1, 0)).State);
        silo.Time.Advance(TimeSpan.FromSeconds(3.5));
        Assert.Equal(TurnState.Waiting, (await BeginAsync(grain, second, 2, 0)).State);
        Assert.Equal(TurnState.Given, (await BeginAsync(grain, act, -1, 0)).State);
        await grain.EndAsync(act);
        Assert.Equal(TurnState.Given, (await BeginAsync(grain, second, 2, 0)).State);
    }

    [Fact]
    public async Task A_turn_whose_instance_is_gone_passes_on_and_its_late_commit_is_refused()
    {
        var owner = SessionOwner.User(silo.NewId());
        var (gone, next) = (Guid.NewGuid(), Guid.NewGuid());
        Assert.Equal(TurnState.Given, (await BeginAsync(silo.Grain(owner), gone, 1, 0)).State);
        Assert.Equal(TurnState.Waiting, (await BeginAsync(silo.Grain(owner), next, 2, 0)).State);
        silo.Time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(TurnState.Given, (await BeginAsync(silo.Grain(owner), next, 2, 0)).State);
        Assert.False(await silo.Grain(owner).RenewAsync(gone));
        Assert.Equal(CommitState.TurnLost, await silo.Grain(owner).CommitAsync(Commit(gone, owner)));
        Assert.Equal(CommitState.Committed, await silo.Grain(owner).CommitAsync(Commit(next, owner)));
        Assert.Equal(CommitState.TurnLost, await silo.Grain(owner).CommitAsync(Commit(next, owner)));
    }

    [Fact]
    public async Task A_turn_that_the_grain_has_forgotten_cannot_commit()
    {
        var owner = SessionOwner.User(silo.NewId());
        var ticket = Guid.NewGuid();
        await BeginAsync(silo.Grain(owner), ticket, 1, 0);
        await silo.ForgetAsync();
        Assert.Equal(CommitState.TurnLost, await silo.Grain(owner).CommitAsync(Commit(ticket, owner)));
    }

    [Fact]
    public async Task A_handler_whose_turn_is_lost_is_told_and_run_again()
    {
        var user = silo.NewId();
        var runs = 0;
        await silo.First.Updates.HandleAsync(
            Update(5, user),
            async (turn, token) =>
            {
                await Turns.CountAsync(turn, token);
                if (Interlocked.Increment(ref runs) == 1)
                {
                    // As after a silo died: the activation that gave the turn is gone.
                    await silo.ForgetAsync();
                }
            },
            Cancel).WaitAsync(Limit, Cancel);
        Assert.Equal(2, runs);
        Assert.Equal(1, (await silo.First.CounterAsync(SessionOwner.User(user))).Count);
    }

    private static Task<TurnAnswer> BeginAsync(ISessionGrain grain, Guid ticket, long update, int seconds)
        => grain.BeginAsync(new TurnRequest
        {
            Ticket = ticket, UpdateId = update, WaitMax = TimeSpan.FromSeconds(seconds),
        }).AsTask();

    private static TurnCommit Commit(Guid ticket, SessionOwner owner) => new()
    {
        Ticket = ticket,
        Changes =
        [
            new OwnerChange(
                owner,
                [new StateChange { Name = "counter", Stamp = 0, Data = new JsonText("{}"), Version = 1 }]),
        ],
        Scheduled = [],
        Cancelled = [],
        Sends = [],
    };
}
