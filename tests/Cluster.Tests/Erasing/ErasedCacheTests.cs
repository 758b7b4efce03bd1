using HybridOrleans.Client;
using HybridOrleans.Cluster.Tests.Silo;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.TestKit;
using HybridOrleans.TestKit.Processes;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Erasing;

/// <summary>An erased user is gone from Redis, also when Redis was away at that moment.</summary>
public sealed class ErasedCacheTests
{
    private static readonly UserKey Key = new(new BotId("han"), 42);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_job_waits_for_a_Redis_that_is_silent_and_then_nothing_of_the_user_is_in_it()
    {
        await using var redis = await RedisServer.StartAsync(Cancel);
        using var folder = new SiloFolder();
        await using var silo = await SiloChild.StartAsync(
            folder.Path, null, Cancel, "--HybridOrleans:Silo:EmbeddedPostgres=never",
            $"--HybridOrleans:Cache:ConnectionString={redis.ConnectionString}");
        await using var client = await silo.ConnectAsync();
        await Canary.LeaveAsync(client, Key, Cancel);
        await UntilCachedAsync(client, redis);
        await redis.FreezeAsync();

        await client.DeleteUserAsync(Key, Cancel);
        var open = await Erasures.WatchAsync(
            client, Key, r => r.Open is [{ Step: "cache" }] && r.Done.Contains("json"));

        Assert.Equal(ErasureState.Open, open.State);
        Assert.Empty(Canary.FilesIn(folder.Data));
        await redis.ThawAsync();
        await Erasures.UntilCompleteAsync(client, Key);
        Assert.Empty(await CachedCanary.KeysOfAsync(redis));
    }

    /// <summary>A read brings the record into the cache a moment later.</summary>
    private static async Task UntilCachedAsync(HybridClient client, RedisServer redis)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await looks.WaitForNextTickAsync(limit.Token))
        {
            await client.Users.GetAsync(Key, Freshness.Fresh, limit.Token);
            if ((await CachedCanary.KeysOfAsync(redis)).Count > 0)
            {
                return;
            }
        }
    }
}
