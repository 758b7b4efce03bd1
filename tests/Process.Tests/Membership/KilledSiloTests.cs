using System.Diagnostics;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using Xunit;

namespace HybridOrleans.Process.Tests.Membership;

/// <summary>How long the keys of a killed silo are away, also for clients whose gateway it was.</summary>
public sealed class KilledSiloTests
{
    private const int Keys = 90;

    /// <summary>The goal is 2.5 s; a machine that runs other tests beside is slower. Orleans' own takes 10 s.</summary>
    private static readonly TimeSpan AwayMax = TimeSpan.FromSeconds(6);

    private static readonly TimeSpan WatchFor = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan CallEvery = TimeSpan.FromMilliseconds(50);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_key_of_a_killed_silo_is_back_soon_and_nothing_acknowledged_is_lost()
    {
        await using var silos = await SilosOnRedis.StartAsync(3);
        // One client was told the gateways, and one finds them in Redis; both lose one of theirs.
        await using var told = await silos.ConnectAsync();
        await using var finding = await silos.ConnectByRedisAsync();
        var revisions = new long[Keys];
        for (var key = 0; key < Keys; key++)
        {
            revisions[key] = await WriteAsync(ClientOf(key), key);
        }

        var killed = Stopwatch.GetTimestamp();
        await silos.Silos[0].KillAsync();
        var back = await Task.WhenAll(Enumerable.Range(0, Keys).Select(
            key => BackAsync(ClientOf(key), key, killed)));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"Worst key back after {back.Max(b => b.After.TotalSeconds):0.00} s, median "
            + $"{back.OrderBy(b => b.After).ElementAt(Keys / 2).After.TotalSeconds:0.00} s.");
        for (var key = 0; key < Keys; key++)
        {
            Assert.True(
                back[key].Revision > revisions[key], $"Key {key}: {back[key].Revision} after {revisions[key]}");
        }

        Assert.True(
            back.Max(b => b.After) <= AwayMax, $"The worst key was away for {back.Max(b => b.After)}.");

        HybridClient ClientOf(int key) => key % 2 == 0 ? told : finding;
    }

    /// <summary>Writes until a write is acknowledged.</summary>
    private static async Task<(TimeSpan After, long Revision)> BackAsync(HybridClient client, int key, long killed)
    {
        using var pace = new PeriodicTimer(CallEvery);
        while (true)
        {
            try
            {
                var revision = await WriteAsync(client, key);
                return (Stopwatch.GetElapsedTime(killed), revision);
            }
            catch (HybridException e) when (e.MayBeRetried || e is OutcomeUnknownException)
            {
                var time = Stopwatch.GetElapsedTime(killed);
                Assert.True(time < WatchFor, $"Key {key} is away for {time}: {e.Message}");
                await pace.WaitForNextTickAsync(Cancel);
            }
        }
    }

    private static async Task<long> WriteAsync(HybridClient client, int key)
        => (await client.Users.UpdateActivityAsync(new UserKey(new BotId("han"), key + 1), Cancel)).Revision;
}
