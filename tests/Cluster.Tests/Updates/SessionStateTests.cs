using System.Text;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using Xunit;
using static HybridOrleans.Cluster.Tests.Updates.Turns;

namespace HybridOrleans.Cluster.Tests.Updates;

/// <summary>Typed state: whose it is, how long it lives, and how its type may change.</summary>
public sealed class SessionStateTests(UpdateSilo silo) : IClassFixture<UpdateSilo>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_owner_has_a_state_of_its_own()
    {
        var (user, chat) = (silo.NewId(), -silo.NewId());
        var update = Update(5, user, chat) with { ThreadId = 7 };
        await silo.First.Updates.HandleAsync(
            update,
            async (turn, token) =>
            {
                (await turn.UserAsync<Counter>(token)).Value.Count = 1;
                (await turn.ChatAsync<Counter>(token)).Value.Count = 2;
                (await turn.MemberAsync<Counter>(token)).Value.Count = 3;
                (await turn.TopicAsync<Counter>(token)).Value.Count = 4;
                Assert.Same(await turn.OwnAsync<Counter>(token), await turn.UserAsync<Counter>(token));
                Assert.Equal(0, (await turn.BotAsync<Counter>(token)).Value.Count);
            },
            Cancel);
        SessionOwner[] owners =
        [
            SessionOwner.User(user), SessionOwner.Chat(chat), SessionOwner.Member(user, chat),
            SessionOwner.Topic(chat, 7),
        ];
        for (var i = 0; i < owners.Length; i++)
        {
            Assert.Equal(i + 1, (await silo.Second.CounterAsync(owners[i])).Count);
            Assert.Equal(owners[i], SessionOwner.Parse(owners[i].ToString()));
        }

        Assert.Throws<InvalidInputException>(() => SessionOwner.Parse("042/user"));
    }

    [Fact]
    public async Task State_of_an_older_version_is_brought_up_to_date_and_unknown_members_survive_an_older_instance()
    {
        var user = silo.NewId();
        await ActAsync<OldCart>(user, old => old.Value.Item = "чай");
        await ActAsync<Cart>(user, cart => Assert.Equal(["чай"], cart.Value.Goods));
        await ActAsync<Cart>(user, cart => cart.Value.Goods.Add("мёд"));
        var stored = await silo.Grain(SessionOwner.User(user)).ReadAsync("cart");
        Assert.Equal(3, stored.Version);
        Assert.Equal(
            """{"goods":["чай","мёд"],"note":"из 1"}""", Encoding.UTF8.GetString(stored.Data!.Value.Utf8.Span));
        var error = await Assert.ThrowsAsync<InvalidInputException>(() => ActAsync<OldCart>(user, _ => { }));
        Assert.Contains("stored in version 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_whose_time_has_run_out_reads_as_new_and_goes_with_the_next_write()
    {
        var user = silo.NewId();
        await ActAsync<Cart>(user, cart => cart.Value.Goods.Add("чай"));
        silo.Time.Advance(TimeSpan.FromHours(23));
        await ActAsync<Cart>(user, cart => Assert.False(cart.IsNew));
        silo.Time.Advance(TimeSpan.FromHours(1));
        await ActAsync<Cart>(user, cart => Assert.True(cart.IsNew));
        Assert.Equal(0, (await silo.Grain(SessionOwner.User(user)).ReadAsync("cart")).Stamp);
        await ActAsync<Cart>(user, cart => cart.Value.Goods.Add("мёд"));
        await ActAsync<Cart>(user, cart => Assert.Equal(["мёд"], cart.Value.Goods));
        await ActAsync<Cart>(user, cart => cart.Clear());
        await ActAsync<Cart>(user, cart => Assert.True(cart.IsNew));
    }

    [Fact]
    public async Task A_state_that_is_too_large_is_refused_and_nothing_is_written()
    {
        var user = silo.NewId();
        var error = await Assert.ThrowsAsync<InvalidInputException>(
            () => ActAsync<OldCart>(user, cart => cart.Value.Item = new string('x', SessionLimits.StateBytesMax)));
        Assert.Contains("at most 262,144 are allowed", error.Message, StringComparison.Ordinal);
        await ActAsync<OldCart>(user, cart => Assert.True(cart.IsNew));
        await Assert.ThrowsAsync<InvalidInputException>(() => ActAsync<List<int>>(user, _ => { }));
    }

    private Task ActAsync<T>(long user, Action<ISession<T>> change)
        where T : class, new()
        => silo.First.Updates.ActAsync(
            UpdateSilo.Bot,
            SessionOwner.User(user),
            async (turn, token) => change(await turn.OwnAsync<T>(token)),
            Cancel);
}
