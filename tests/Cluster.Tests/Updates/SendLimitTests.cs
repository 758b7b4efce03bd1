using HybridOrleans.Grains.Interfaces;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Updates;

/// <summary>All instances of a bot share its limits.</summary>
public sealed class SendLimitTests(UpdateSilo silo) : IClassFixture<UpdateSilo>
{
    [Fact]
    public async Task Callers_at_once_get_moments_that_differ_and_a_pause_holds_for_all()
    {
        var limiter = silo.Silo.Grains.GetGrain<ISendLimiterGrain>("limited");
        var batches = await Task.WhenAll(Enumerable.Range(0, 4).Select(
            i => limiter.ReserveAsync([.. Enumerable.Range(1, 15).Select(c => (i * 100L) + c)]).AsTask()));
        Assert.All(batches, batch => Assert.Equal(batch.Order(), batch));
        Assert.InRange(
            batches.Max(b => b[^1]), TimeSpan.FromSeconds(2.4), TimeSpan.FromSeconds(4));
        await limiter.PauseAsync(42, TimeSpan.FromMinutes(1));
        Assert.InRange(
            (await limiter.ReserveAsync([42]))[0], TimeSpan.FromSeconds(59), TimeSpan.FromSeconds(62));
    }

    [Fact]
    public async Task A_client_waits_for_the_moment_that_it_reserved()
    {
        var bot = new BotId("limited-too");
        var begun = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(
            silo.First.Updates.WaitToSendAsync(bot, 42, TestContext.Current.CancellationToken),
            silo.Second.Updates.WaitToSendAsync(bot, 42, TestContext.Current.CancellationToken));
        Assert.True(TimeProvider.System.GetElapsedTime(begun) >= TimeSpan.FromSeconds(1.9));
    }
}
