using HybridOrleans.Client;
using HybridOrleans.Cluster.Tests.Silo;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Postgres.Embedded;
using HybridOrleans.TestKit;
using HybridOrleans.TestKit.Processes;
using Xunit;
using static HybridOrleans.Cluster.Tests.Migration.Operator;

namespace HybridOrleans.Cluster.Tests.Migration;

/// <summary>Conversations move as profiles do: real silo, files and server, and writers that never stop.</summary>
public sealed class ConversationLifeTests : MovingSiloTest
{
    private const ComponentName Conversations = ComponentName.Conversations;


    [Fact]
    public async Task Conversations_move_under_appends_and_back_during_an_outage_and_no_message_is_lost()
    {
        await using var silo = await StartAsync();
        await using var client = await silo.ConnectAsync();
        await using (var load = ConversationLoad.Start(client, new BotId("han")))
        {
            await load.DoAsync(100, Cancel);
            await DidAsync(client, MigrationVerb.Enable, Conversations);
            await UntilAsync(client, "Live at 100 %", s => s is
                { Phase: MigrationPhase.Live, SharePercent: 100, Goal: null }, Conversations);
            await load.DoAsync(100, Cancel);
            await load.DisposeAsync();
            Assert.Empty(load.Failures);
            await VerifyAsync(client, Conversations);
            AssertSame(load, ConversationTruth.OfFiles(Data, "han"));
            AssertSame(load, await ConversationTruth.OfRowsAsync(Postgres.ConnectionString, "han", Cancel));
        }

        await Postgres.StopAsync(EmbeddedPostgresStopMode.Immediate, Cancel);
        await using (var load = ConversationLoad.Start(client, new BotId("eva")))
        {
            await load.DoAsync(50, Cancel);
            await DidAsync(client, MigrationVerb.Disable, Conversations);
            await load.DoAsync(50, Cancel);
            await load.DisposeAsync();
            Assert.Empty(load.Failures);
            Assert.Equal(MigrationPhase.Off, (await client.Migration.StatusAsync(Conversations, Cancel)).Phase);
            AssertSame(load, ConversationTruth.OfFiles(Data, "eva"));
        }
    }

    [Fact]
    public async Task Conversations_go_on_in_PostgreSQL_alone_and_deletes_reach_it()
    {
        await using var silo = await StartAsync();
        await using var client = await silo.ConnectAsync();
        await using var load = ConversationLoad.Start(client, new BotId("han"));
        await load.DoAsync(50, Cancel);
        await DidAsync(client, MigrationVerb.Enable, Conversations);
        await UntilAsync(client, "Live at 100 %", s => s is
            { Phase: MigrationPhase.Live, SharePercent: 100, Goal: null }, Conversations);
        await AskAsync(
            client, MigrationVerb.RampDown, "RampDown", s => s.Phase == MigrationPhase.RampDown, Conversations);
        await load.DoAsync(50, Cancel);
        await VerifyAsync(client, Conversations);
        await AskAsync(
            client, MigrationVerb.Complete, "Complete", s => s.Phase == MigrationPhase.Complete, Conversations);
        await load.DoAsync(50, Cancel);
        await load.DisposeAsync();
        Assert.Empty(load.Failures);
        AssertSame(load, await ConversationTruth.OfRowsAsync(Postgres.ConnectionString, "han", Cancel));

        var key = new ConversationKey(new BotId("han"), 1_000);
        var count = await client.Conversations.CountAsync(key, Freshness.Fresh, Cancel);
        Assert.Equal(load.Acknowledged.Keys.Count(k => k.Chat == key.ChatId), count);
        Assert.Equal(count, await client.Conversations.DeleteAsync(key, Cancel));
        var left = await ConversationTruth.OfRowsAsync(Postgres.ConnectionString, "han", Cancel);
        Assert.DoesNotContain(left.Keys, k => k.Chat == key.ChatId);
        Assert.Equal(load.Acknowledged.Count - count, left.Count);
    }

    private static void AssertSame(ConversationLoad load, SortedDictionary<(long Chat, long Sequence), string> found)
    {
        Assert.NotEmpty(load.Acknowledged);
        Assert.Equal(load.Acknowledged.OrderBy(a => a.Key), found);
    }
}
