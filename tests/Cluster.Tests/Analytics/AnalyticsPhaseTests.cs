using HybridOrleans.Cluster.Tests.Conversations;
using HybridOrleans.Cluster.Tests.Users;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Migration;
using Xunit;
using static HybridOrleans.Cluster.Tests.Analytics.Events;

namespace HybridOrleans.Cluster.Tests.Analytics;

/// <summary>Events through real grains while the phase moves under them.</summary>
public sealed class AnalyticsPhaseTests
{
    private readonly TwoMemoryStores _stores = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_event_is_lost_or_doubled_while_the_phase_moves_through_all_six()
    {
        foreach (var component in Component.All)
        {
            await _stores.Mover.BeginAsync(component, Phase.Off);
        }

        var walk = new PhaseWalk(_stores.Mover, callsPerMove: 5);
        await using var silo = await TestSilo.StartAsync(new MovingStore(walk, _stores.Router));
        await using var client = await silo.ConnectAsync();
        var bot = NewBot();
        for (var round = 0; round < 8; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 200).Select(
                n => client.Analytics.LogEventAsync(bot, Happened($"round {round}"), Cancel).AsTask()));
        }

        var counts = await client.Analytics.CountAsync(bot, All(), Cancel);
        Assert.Equal(8, counts.Count);
        Assert.All(counts, c => Assert.Equal(200, c.Count));
        Assert.InRange(walk.Moves, 10, int.MaxValue);
    }
}
