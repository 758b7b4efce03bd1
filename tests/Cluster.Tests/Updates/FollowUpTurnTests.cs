using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Updates;

/// <summary>Follow-ups as a turn sees them, and the index by which they are found.</summary>
public sealed class FollowUpTurnTests(UpdateSilo silo) : IClassFixture<UpdateSilo>
{
    private static readonly DateTimeOffset Later = DateTimeOffset.UnixEpoch.AddYears(90);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_with_the_same_id_is_replaced_and_the_old_one_needs_no_turn_any_more()
    {
        var owner = SessionOwner.User(silo.NewId());
        await ActAsync(owner, f => f.Schedule("remind", Later.AddDays(1)));
        var old = Assert.Single(await silo.Grain(owner).FollowUpsAsync());
        await ActAsync(owner, f => f.Schedule("remind", Later));
        Assert.Equal(Later, Assert.Single(await silo.Grain(owner).FollowUpsAsync()).Due);
        var answer = await silo.Grain(owner).BeginAsync(new TurnRequest
        {
            Ticket = Guid.NewGuid(), FollowUp = old, WaitMax = TimeSpan.Zero,
        });
        Assert.Equal(TurnState.AlreadyHandled, answer.State);
        await ActAsync(owner, f => f.Cancel("remind"));
        Assert.Empty(await silo.Grain(owner).FollowUpsAsync());
    }

    [Fact]
    public async Task Too_many_are_refused()
    {
        var owner = SessionOwner.User(silo.NewId());
        var error = await Assert.ThrowsAsync<InvalidInputException>(() => ActAsync(
            owner, f => Enumerable.Range(0, SessionLimits.FollowUpsMax + 1).ToList().ForEach(
                i => f.Schedule($"f{i}", Later))));
        Assert.Contains("101 follow-ups would wait", error.Message, StringComparison.Ordinal);
        Assert.Empty(await silo.Grain(owner).FollowUpsAsync());
    }

    [Fact]
    public async Task The_index_names_an_owner_while_something_waits_and_a_while_longer()
    {
        var owner = SessionOwner.Member(silo.NewId(), -silo.NewId());
        var index = new Grains.Updates.WorkIndex(silo.Store);
        await ActAsync(owner, f => f.Schedule("remind", Later));
        Assert.Equal(Later, (await index.ReadAllAsync(UpdateSilo.Bot))[owner]);
        await ActAsync(owner, f => f.Schedule("sooner", Later.AddDays(-1)));
        Assert.Equal(Later.AddDays(-1), (await index.ReadAllAsync(UpdateSilo.Bot))[owner]);

        await ActAsync(owner, f => f.Cancel("remind"));
        await ActAsync(owner, f => f.Cancel("sooner"));
        Assert.NotNull((await silo.Grain(owner).LookAsync()).LookAgain);
        silo.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Null((await silo.Grain(owner).LookAsync()).LookAgain);
        Assert.False((await index.ReadAllAsync(UpdateSilo.Bot)).ContainsKey(owner));
        await ActAsync(owner, f => f.Schedule("remind", Later));
        Assert.True((await index.ReadAllAsync(UpdateSilo.Bot)).ContainsKey(owner));
    }

    private Task ActAsync(SessionOwner owner, Action<IFollowUps> change) => silo.First.Updates.ActAsync(
        UpdateSilo.Bot,
        owner,
        (turn, _) =>
        {
            change(turn.FollowUps);
            return Task.CompletedTask;
        },
        Cancel);
}
