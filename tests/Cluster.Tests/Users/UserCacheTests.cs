using System.Text;
using HybridOrleans.Client;
using HybridOrleans.Cluster.Tests.Provider;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage;
using HybridOrleans.Storage.Cache;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using static HybridOrleans.Cluster.Tests.Users.Profiles;

namespace HybridOrleans.Cluster.Tests.Users;

/// <summary>What a client sees of the cache: which tier served, and what nobody has confirmed.</summary>
public sealed class UserCacheTests : CachedSiloTest
{
    private const string Cached = """{"v":"cached"}""";

    private static readonly UserKey Key = new(new BotId("han"), 7);

    [Fact]
    public async Task While_the_store_is_away_the_cache_answers_unvalidated_and_writes_fail()
    {
        await CacheAsync(3, Cached);
        StopStore();
        var reading = await UntilAnsweredAsync();
        Assert.Equal((Cached, 3L, Tier.Cache, true),
            (reading.Text(), reading.Revision, reading.ServedBy, reading.IsUnvalidated));
        Assert.InRange(reading.Age, TimeSpan.FromTicks(1), TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<DataUnavailableException>(
            async () => await Client.Users.GetAsync(Key, Freshness.Fresh, Cancel));
        await Assert.ThrowsAsync<DataUnavailableException>(
            async () => await Client.Users.PatchAsync(Key, Json("""{"w":1}"""), Cancel));
        await Assert.ThrowsAsync<DataUnavailableException>(
            async () => await Client.Users.SaveAsync(Key, Json("""{"w":1}"""), cancellation: Cancel));

        // Nothing of it was remembered: the store has the word again as soon as it is back.
        Store.OnRead = read => read();
        Assert.Null((await Client.Users.GetAsync(new UserKey(Key.Bot, 8), cancellation: Cancel)).Body);
        var error = await Assert.ThrowsAsync<DataDamagedException>(
            async () => await Client.Users.GetAsync(Key, cancellation: Cancel));
        Assert.Contains("revision 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_older_than_what_the_client_has_seen_answers()
    {
        await Client.Users.SaveAsync(Key, Json("""{"v":1}"""), cancellation: Cancel);
        await Client.Users.SaveAsync(Key, Json("""{"v":2}"""), cancellation: Cancel);
        await CacheAsync(1, Cached);
        StopStore();
        var other = new UserKey(Key.Bot, 9);
        await CacheAsync(1, Cached, other);
        await UntilAnsweredAsync(other);
        await Assert.ThrowsAsync<DataUnavailableException>(
            async () => await Silo.Grains.GetGrain<IUserGrain>(Key.TelegramId, Key.Bot.Value)
                .ReadAsync(Freshness.Cached, 5));
    }

    [Fact]
    public async Task Without_an_entry_the_error_is_that_of_the_store()
    {
        StopStore();
        var error = await Assert.ThrowsAsync<DataUnavailableException>(
            async () => await Client.Users.GetAsync(Key, cancellation: Cancel));
        Assert.Contains("The test's store is away.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_that_the_store_has_confirmed_says_that_the_cache_served()
    {
        await Client.Users.SaveAsync(Key, Json(Cached), cancellation: Cancel);
        Store.OnRead = async read => (await read())! with { IsFromCache = true };
        var reading = await Client.Users.GetAsync(Key, Freshness.Fresh, Cancel);
        Assert.Equal(
            (Tier.Cache, false, TimeSpan.Zero), (reading.ServedBy, reading.IsUnvalidated, reading.Age));
        Assert.Equal(Tier.Memory, (await Client.Users.GetAsync(Key, cancellation: Cancel)).ServedBy);
    }

    private Task<ProfileReading> UntilAnsweredAsync(UserKey? key = null)
        => UntilAnsweredAsync(() => Client.Users.GetAsync(key ?? Key, cancellation: Cancel));

    /// <summary>What another silo of the cluster has left there.</summary>
    private async Task CacheAsync(long revision, string body, UserKey? key = null)
    {
        var options = new RedisCacheOptions
        {
            ConnectionString = Redis.ConnectionString,
            CommandTimeout = TimeSpan.FromSeconds(1),
        };
        await using var cache = new RedisRecordCache(
            options, ClusterDefaults.ClusterId, TimeProvider.System, NullLogger.Instance);
        var (bot, id) = ((key ?? Key).Bot.Value, (key ?? Key).TelegramId);
        var record = new StoredRecord
        {
            Revision = new Revision(revision),
            WriteId = WriteId.New(),
            Body = RecordBody.Parse(Encoding.UTF8.GetBytes(body)),
        };
        for (CacheEntry? there = null; there is null; there = await cache.GetAsync(RecordKeys.User(bot, id)))
        {
            cache.Put(RecordKeys.User(bot, id), record);
            await Task.Yield();
        }
    }
}
