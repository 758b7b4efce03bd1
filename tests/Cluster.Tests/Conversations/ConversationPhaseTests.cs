using HybridOrleans.Client;
using HybridOrleans.Cluster.Tests.Users;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Migration;
using Xunit;
using static HybridOrleans.Cluster.Tests.Conversations.Messages;

namespace HybridOrleans.Cluster.Tests.Conversations;

/// <summary>Conversations through real grains in each phase, and while the phase moves under them.</summary>
public sealed class ConversationPhaseTests
{
    private static readonly ConversationKey Key = new(new BotId("han"), 42);
    private readonly TwoMemoryStores _stores = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Phase.Off)]
    [InlineData(Phase.DualWrite)]
    [InlineData(Phase.Shadow)]
    [InlineData(Phase.Live)]
    [InlineData(Phase.RampDown)]
    [InlineData(Phase.Complete)]
    public async Task Fifty_concurrent_appends_give_fifty_in_order_in_each_phase(Phase phase)
    {
        await BeginAsync(phase);
        await using var silo = await TestSilo.StartAsync(_stores.Router);
        await using var client = await silo.ConnectAsync();
        await FiftyAsync(client, Key);
        await FiftyAsync(client, Key);
        Assert.Equal(100, await client.Conversations.DeleteAsync(Key, Cancel));
        await FiftyAsync(client, Key);
        Assert.Equal(50, await client.Conversations.CountAsync(Key, Freshness.Fresh, Cancel));
    }

    [Fact]
    public async Task Fifty_concurrent_appends_give_fifty_in_order_while_the_phase_moves_through_all_six()
    {
        await BeginAsync(Phase.Off);
        var walk = new PhaseWalk(_stores.Mover, callsPerMove: 5);
        await using var silo = await TestSilo.StartAsync(new MovingStore(walk, _stores.Router));
        await using var client = await silo.ConnectAsync();
        for (var round = 0; round < 4; round++)
        {
            await FiftyAsync(client, Key);
            await FiftyAsync(client, new ConversationKey(Key.Bot, 43 + round));
        }

        Assert.Equal(200, await client.Conversations.CountAsync(Key, Freshness.Fresh, Cancel));
        Assert.InRange(walk.Moves, 10, int.MaxValue);
    }

    private async Task BeginAsync(Phase phase)
    {
        foreach (var component in Component.All)
        {
            await _stores.Mover.BeginAsync(component, phase);
        }
    }

    private static async Task FiftyAsync(HybridClient client, ConversationKey key)
    {
        var before = (await client.Conversations.GetRecentAsync(key, 1, Freshness.Fresh, Cancel)).Next;
        var receipts = await Task.WhenAll(Enumerable.Range(0, 50).Select(n => client.Conversations
            .AppendAsync(key, Said($"{before}-{n}", $"{before}-{n}"), Cancel).AsTask()));
        var reading = await client.Conversations.GetRangeAsync(key, before, 1_000, Cancel);
        Assert.Equal(Enumerable.Range((int)before, 50), reading.Messages.Select(m => (int)m.Sequence));
        Assert.Equal(
            receipts.Select((r, n) => (r.Sequence, Text: $"{before}-{n}")).OrderBy(r => r.Sequence).Select(r => r.Text),
            reading.Texts());
        var recent = await client.Conversations.GetRecentAsync(key, 50, cancellation: Cancel);
        Assert.Equal(reading.Texts(), recent.Texts());
    }
}
