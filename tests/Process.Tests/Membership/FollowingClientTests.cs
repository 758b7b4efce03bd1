using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using Xunit;

namespace HybridOrleans.Process.Tests.Membership;

/// <summary>A client that was told nothing but the Redis of the members.</summary>
public sealed class FollowingClientTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_goes_on_when_every_silo_that_it_knew_has_been_replaced_by_another()
    {
        await using var silos = await SilosOnRedis.StartAsync(1);
        await using var client = await silos.ConnectByRedisAsync();
        var key = new UserKey(new BotId("han"), 1);
        await client.Users.UpdateActivityAsync(key, Cancel);
        await silos.AddAsync();
        Assert.Equal(0, await silos.Silos[0].StopAsync(Cancel));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(Limit);
        while (true)
        {
            try
            {
                Assert.Equal(1, (await client.Users.GetAsync(key, Freshness.Fresh, limit.Token)).Revision);
                return;
            }
            catch (DataUnavailableException)
            {
                // The silo that came is looked for every 5 s.
            }
        }
    }
}
