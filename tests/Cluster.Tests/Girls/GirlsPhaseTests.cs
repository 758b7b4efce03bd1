using HybridOrleans.Client;
using HybridOrleans.Cluster.Tests.Conversations;
using HybridOrleans.Cluster.Tests.Users;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Migration;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Girls;

/// <summary>The old bot's calls through real grains while the phase moves under them.</summary>
public sealed class GirlsPhaseTests
{
    private static readonly BotId Bot = new("han");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_lost_and_everything_is_listed_while_the_phase_moves_through_all_six()
    {
        var stores = new TwoMemoryStores();
        foreach (var component in Component.All)
        {
            await stores.Mover.BeginAsync(component, Phase.Off);
        }

        var walk = new PhaseWalk(stores.Mover, callsPerMove: 20);
        await using var silo = await TestSilo.StartAsync(new MovingStore(walk, stores.Router));
        await using var client = await silo.ConnectAsync();
        await using var girls = new DatabaseGirlsAdapter(client, Bot, new() { LogsEvents = false });
        var chats = Enumerable.Range(1, 5).Select(n => (long)n).ToArray();
        await Task.WhenAll(chats.SelectMany(chat => Enumerable.Range(0, 20).Select(async n =>
        {
            await girls.UpdateLastActivityAsync(chat, Cancel);
            await girls.UpdateProfileAsync(chat, $"работа {n}", Cancel);
        })));
        var listed = await girls.ListGirlsAsync(Cancel).OrderBy(p => p.ChatId).ToListAsync(Cancel);
        Assert.Equal(chats, listed.Select(p => p.ChatId));
        Assert.All(listed, p => Assert.Equal((20, 20), (p.MessageCount, p.Snapshots.Count)));
        Assert.InRange(walk.Moves, 5, int.MaxValue);
    }

    [Theory]
    [InlineData(Phase.Off)]
    [InlineData(Phase.Live)]
    [InlineData(Phase.RampDown)]
    public async Task Chats_and_scopes_are_listed_from_the_root(Phase phase)
    {
        var stores = new TwoMemoryStores();
        foreach (var component in Component.All)
        {
            await stores.Mover.BeginAsync(component, phase);
        }

        await using var silo = await TestSilo.StartAsync(stores.Router);
        await using var client = await silo.ConnectAsync();
        foreach (var chat in new[] { 5L, -7, 6 })
        {
            await client.Conversations.AppendManyAsync(
                new ConversationKey(Bot, chat),
                [.. Enumerable.Range(0, 40).Select(n => Messages.Said("Привет", $"{chat}-{n}"))],
                Cancel);
        }

        await client.Conversations.AppendAsync(
            new ConversationKey(new BotId("other"), 8), Messages.Said("x", "8"), Cancel);
        Assert.Equal(
            [-7, 5, 6],
            await client.Conversations.ListAsync(Bot, Cancel).Select(c => c.ChatId).Order().ToListAsync(Cancel));
        await Task.WhenAll(new[] { "5/2026-11-28", "Ünïcode Ы", new string('я', 100) }.Select(id => client.Configuration
            .SaveAsync(new ConfigurationKey(Bot, "backup", id), new JsonText("{}"), cancellation: Cancel).AsTask()));
        await client.Configuration.SaveAsync(
            new ConfigurationKey(Bot, "backups", "no"), new JsonText("{}"), cancellation: Cancel);
        Assert.Equal(
            ["5/2026-11-28", "Ünïcode Ы", new string('я', 100)],
            await client.Configuration.ListAsync(Bot, "backup", Cancel).Select(c => c.ScopeId)
                .OrderBy(id => id, StringComparer.Ordinal).ToListAsync(Cancel));
    }
}
