using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Girls;

/// <summary>The contract on the cluster, and what only the adapter has.</summary>
public sealed class DatabaseGirlsAdapterTests(ClusterPlace place) : GirlsContract(place), IClassFixture<ClusterPlace>
{
    private static long s_lastBot;

    private readonly BotId _bot = new($"adapter-{Interlocked.Increment(ref s_lastBot)}");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_change_is_an_event_of_its_chat()
    {
        await using var girls = new DatabaseGirlsAdapter(place.Client, _bot);
        await girls.EnsureGirlAsync(42, "Eva", Cancel);
        await girls.EnsureGirlAsync(42, "Eva", Cancel);
        await girls.UpdateLastActivityAsync(42, Cancel);
        await girls.UpdateProfileAsync(42, "work", Cancel);
        await girls.GetProfileAsync(42, Cancel);
        await girls.DeleteGirlAsync(42, Cancel);
        await girls.DeleteGirlAsync(42, Cancel);
        await girls.FlushEventsAsync(Cancel);
        var events = await EventsAsync();
        Assert.Equal(
            ["activity_updated", "girl_created", "girl_deleted", "profile_updated"],
            events.Select(e => e.Type).Order());
        Assert.All(events, e => Assert.Equal(42, e.UserId));
        var metrics = await girls.GetAdapterMetricsAsync(Cancel);
        Assert.Equal((4, 4, 0, 0), (metrics.Changes, metrics.EventsLogged, metrics.EventsLost, metrics.EventsPending));
    }

    [Fact]
    public async Task Events_can_be_switched_off()
    {
        await using var girls = new DatabaseGirlsAdapter(place.Client, _bot, new() { LogsEvents = false });
        await girls.EnsureGirlAsync(42, "Eva", Cancel);
        await girls.FlushEventsAsync(Cancel);
        Assert.Empty(await EventsAsync());
        Assert.Equal(1, (await girls.GetAdapterMetricsAsync(Cancel)).Changes);
    }

    [Fact]
    public async Task A_store_that_is_away_is_told_and_is_no_missing_profile()
    {
        await using var girls = new DatabaseGirlsAdapter(place.Client, _bot, new() { LogsEvents = false });
        Assert.True(girls.IsDatabaseAvailable);
        Assert.True((await girls.HealthCheckAsync(Cancel)).IsHealthy);
        try
        {
            place.Store.OnRead = _ => throw new StoreUnavailableException("The test's store is away.");
            var health = await girls.HealthCheckAsync(Cancel);
            Assert.False(health.IsHealthy);
            Assert.NotNull(health.Reason);
            await Assert.ThrowsAsync<DataUnavailableException>(() => girls.GetProfileAsync(42, Cancel).AsTask());
            await Assert.ThrowsAsync<DataUnavailableException>(
                () => girls.EnsureGirlAsync(42, "Eva", Cancel).AsTask());
        }
        finally
        {
            place.Heal();
        }

        Assert.Null(await girls.GetProfileAsync(42, Cancel));
    }

    [Fact]
    public async Task A_change_by_another_process_is_never_lost()
    {
        await using var other = await place.Silo.ConnectAsync();
        await using var girls = new DatabaseGirlsAdapter(place.Client, _bot, new() { LogsEvents = false });
        await using var others = new DatabaseGirlsAdapter(other, _bot, new() { LogsEvents = false });
        await Task.WhenAll(Enumerable.Range(0, 40).Select(n => (n % 2 == 0 ? girls : others)
            .UpdateProfileAsync(42, $"job {n}", Cancel).AsTask()));
        Assert.Equal(40, (await girls.GetProfileAsync(42, Cancel))!.Snapshots.Count);
        var conflicts = (await girls.GetAdapterMetricsAsync(Cancel)).Conflicts
            + (await others.GetAdapterMetricsAsync(Cancel)).Conflicts;
        Assert.InRange(conflicts, 1, 1_600);
    }

    private async Task<List<StoredEvent>> EventsAsync()
        => await place.Client.Analytics.ReadAsync(
            _bot, DateTimeOffset.Parse("2026-01-01Z"), DateTimeOffset.Parse("2027-12-31Z"), Cancel).ToListAsync(Cancel);
}
