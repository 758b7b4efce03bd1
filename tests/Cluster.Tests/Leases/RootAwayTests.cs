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
public sealed class RootAwayTests : IAsyncLifetime
{
    private static readonly ConfigurationKey Settings = new(new BotId("han"), "global");
    private static readonly ConversationKey Chat = new(new BotId("han"), 7);

    private readonly InterceptedStore _store = new();
    private readonly MemoryRecordStore _elsewhere = new();
    private RedisServer _redis = null!;
    private TestSilo _silo = null!;
    private HybridClient _client = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisServer.StartAsync(Cancel);
        _silo = await TestSilo.StartAsync(
            _store,
            silo => silo.Services.PostConfigure<RedisCacheOptions>(o =>
            {
                o.ConnectionString = _redis.ConnectionString;
                o.CommandTimeout = TimeSpan.FromSeconds(1);
            }));
        _client = await _silo.ConnectAsync(o => o.RetriesMax = 0);
        _store.OnRead = _ => throw new StoreUnavailableException("The test's store is away.");
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _silo.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task A_configuration_comes_from_the_cache_and_is_not_confirmed()
    {
        var body = """{"tone":"calm","_changes":[]}""";
        await WriteElsewhereAsync(RecordKeys.Configuration("han", "global", ""), body);
        await FilledCache.FillAsync(_redis, _elsewhere, Component.Configuration, Cancel);
        var reading = await UntilAnsweredAsync(
            () => _client.Configuration.GetAsync(Settings, cancellation: Cancel));
        Assert.Equal("""{"tone":"calm"}""", Encoding.UTF8.GetString(reading.Body!.Value.Utf8.Span));
        Assert.Equal((1, Tier.Cache, false), (reading.Revision, reading.ServedBy, reading.IsConfirmed));
        Assert.InRange(reading.Age, TimeSpan.FromTicks(1), TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<DataUnavailableException>(
            async () => await _client.Configuration.GetAsync(Settings, Freshness.Fresh, Cancel));
    }

    [Fact]
    public async Task The_last_messages_come_from_the_cache_and_are_not_validated()
    {
        var log = new SegmentedLog(_elsewhere, RecordKeys.Conversation("han", 7), LogShape.Conversations);
        for (var n = 1; n <= 100; n++)
        {
            await log.AppendAsync([MessageEntryOf(n)], Cancel);
        }

        await FilledCache.FillAsync(_redis, _elsewhere, Component.Conversations, Cancel);
        var reading = await UntilAnsweredAsync(
            () => _client.Conversations.GetRecentAsync(Chat, 30, cancellation: Cancel));
        Assert.Equal(Messages.Numbers(71, 30), reading.Texts());
        Assert.Equal((100L, Tier.Cache, true), (reading.Count, reading.ServedBy, reading.IsUnvalidated));
        Assert.InRange(reading.Age, TimeSpan.FromTicks(1), TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<DataUnavailableException>(
            async () => await _client.Conversations.GetRecentAsync(Chat, 30, Freshness.Fresh, Cancel));
        await Assert.ThrowsAsync<DataUnavailableException>(
            async () => await _silo.Grains.GetGrain<IConversationGrain>(7, "han")
                .ReadRecentAsync(30, Freshness.Cached, 101));
    }

    [Fact]
    public async Task What_the_cache_does_not_have_is_not_said_to_be_missing()
    {
        await Assert.ThrowsAsync<DataUnavailableException>(
            async () => await _client.Configuration.GetAsync(Settings, cancellation: Cancel));
        await Assert.ThrowsAsync<DataUnavailableException>(
            async () => await _client.Conversations.GetRecentAsync(Chat, 30, cancellation: Cancel));
        await Assert.ThrowsAsync<DataUnavailableException>(
            async () => await _client.Conversations.CountAsync(Chat, cancellation: Cancel));
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

    /// <summary>The silo connects to its cache in the background.</summary>
    private static async Task<T> UntilAnsweredAsync<T>(Func<ValueTask<T>> read)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(Messages.Limit);
        while (true)
        {
            try
            {
                return await read();
            }
            catch (DataUnavailableException) when (!limit.IsCancellationRequested)
            {
                // The next call asks again.
            }
        }
    }
}
