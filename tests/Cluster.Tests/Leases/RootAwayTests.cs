using System.Text;
using HybridOrleans.Client;
using HybridOrleans.Cluster.Tests.Conversations;
using HybridOrleans.Cluster.Tests.Provider;
using HybridOrleans.Cluster.Tests.Users;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage;
using HybridOrleans.Storage.Cache;
using HybridOrleans.Storage.Logs;
using HybridOrleans.Storage.Memory;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Leases;

/// <summary>While no root answers, the cache stands in for configurations and conversations too, and says so.</summary>
public sealed class RootAwayTests : CachedSiloTest
{
    private static readonly ConfigurationKey Settings = new(new BotId("han"), "global");
    private static readonly ConversationKey Chat = new(new BotId("han"), 7);

    private readonly MemoryRecordStore _elsewhere = new();

    public RootAwayTests() => StopStore();
    [Fact]
    public async Task A_configuration_comes_from_the_cache_and_is_not_confirmed()
    {
        var body = """{"tone":"calm","_changes":[]}""";
        await WriteElsewhereAsync(RecordKeys.Configuration("han", "global", ""), body);
        await FilledCache.FillAsync(Redis, _elsewhere, Component.Configuration, Cancel);
        var reading = await UntilAnsweredAsync(
            () => Client.Configuration.GetAsync(Settings, cancellation: Cancel));
        Assert.Equal("""{"tone":"calm"}""", Encoding.UTF8.GetString(reading.Body!.Value.Utf8.Span));
        Assert.Equal((1, Tier.Cache, false), (reading.Revision, reading.ServedBy, reading.IsConfirmed));
        Assert.InRange(reading.Age, TimeSpan.FromTicks(1), TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<DataUnavailableException>(
            async () => await Client.Configuration.GetAsync(Settings, Freshness.Fresh, Cancel));
    }

    [Fact]
    public async Task The_last_messages_come_from_the_cache_and_are_not_validated()
    {
        var log = new SegmentedLog(_elsewhere, RecordKeys.Conversation("han", 7), LogShape.Conversations);
        for (var n = 1; n <= 100; n++)
        {
            await log.AppendAsync([MessageEntryOf(n)], Cancel);
        }

        await FilledCache.FillAsync(Redis, _elsewhere, Component.Conversations, Cancel);
        var reading = await UntilAnsweredAsync(
            () => Client.Conversations.GetRecentAsync(Chat, 30, cancellation: Cancel));
        Assert.Equal(Messages.Numbers(71, 30), reading.Texts());
        Assert.Equal((100L, Tier.Cache, true), (reading.Count, reading.ServedBy, reading.IsUnvalidated));
        Assert.InRange(reading.Age, TimeSpan.FromTicks(1), TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<DataUnavailableException>(
            async () => await Client.Conversations.GetRecentAsync(Chat, 30, Freshness.Fresh, Cancel));
        await Assert.ThrowsAsync<DataUnavailableException>(
            async () => await Silo.Grains.GetGrain<IConversationGrain>(7, "han")
                .ReadRecentAsync(30, Freshness.Cached, 101));
    }

    [Fact]
    public async Task What_the_cache_does_not_have_is_not_said_to_be_missing()
    {
        await Assert.ThrowsAsync<DataUnavailableException>(
            async () => await Client.Configuration.GetAsync(Settings, cancellation: Cancel));
        await Assert.ThrowsAsync<DataUnavailableException>(
            async () => await Client.Conversations.GetRecentAsync(Chat, 30, cancellation: Cancel));
        await Assert.ThrowsAsync<DataUnavailableException>(
            async () => await Client.Conversations.CountAsync(Chat, cancellation: Cancel));
    }

    private static LogEntry MessageEntryOf(int number) => LogEntry.Create(RecordBody.Parse(Encoding.UTF8.GetBytes(
        $$"""{"ts":"2025-01-01T00:00:00+00:00","direction":"in","text":"{{number}}"}""")));

    private async Task WriteElsewhereAsync(RecordKey key, string body)
        => await _elsewhere.WriteAsync(
            new RecordWrite
            {
                Key = key,
                Expected = Revision.None,
                Body = RecordBody.Parse(Encoding.UTF8.GetBytes(body)),
                WriteId = WriteId.New(),
                Epoch = Epoch.Initial,
            },
            Cancel);
}
