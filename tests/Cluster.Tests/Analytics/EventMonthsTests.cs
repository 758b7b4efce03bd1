using HybridOrleans.Client;
using HybridOrleans.Cluster.Tests.Silo;
using HybridOrleans.Grains.Interfaces;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Analytics;

/// <summary>An operator takes a month of events away through a client, on a real silo.</summary>
public sealed class EventMonthsTests : MovingSiloTest
{
    private static readonly BotId Bot = new("han");
    private static readonly DateTimeOffset Then = new(2024, 3, 5, 12, 0, 0, TimeSpan.Zero);
    private static readonly EventMonth Month = EventMonth.Of(Then);

    [Fact]
    public async Task While_files_hold_events_no_month_is_touched()
    {
        await using var silo = await StartAsync();
        await using var client = await silo.ConnectAsync();
        await client.Analytics.LogEventAsync(Bot, Event("1"), Cancel);
        foreach (var verb in new Func<Task>[]
        {
            async () => await client.EventMonths.ListAsync(Cancel),
            async () => await client.EventMonths.DetachAsync(Month, Cancel),
            async () => await client.EventMonths.AttachAsync(Month, Cancel),
        })
        {
            var refusal = await Assert.ThrowsAsync<InvalidInputException>(verb);
            Assert.Contains("Nothing was changed", refusal.Message, StringComparison.Ordinal);
        }

        Assert.Equal(1, await CountAsync(client));
    }

    [Fact]
    public async Task A_detached_month_is_never_empty_and_comes_back_with_its_events()
    {
        await using var silo = await StartAsync(null, "--HybridOrleans:Components:users=postgres");
        await using var client = await silo.ConnectAsync();
        await client.Analytics.LogEventAsync(Bot, Event("1"), Cancel);
        Assert.Null(await client.EventMonths.DetachAsync(Month, Cancel));
        var listed = Assert.Single(await client.EventMonths.ListAsync(Cancel));
        Assert.Equal((Month, true), (listed.Month, listed.IsDetached));
        await Assert.ThrowsAsync<DataUnavailableException>(() => CountAsync(client));
        await Assert.ThrowsAsync<DataUnavailableException>(
            async () => await client.Analytics.LogEventAsync(Bot, Event("2"), Cancel));

        Assert.Null(await client.EventMonths.AttachAsync(Month, Cancel));
        Assert.Equal(1, await CountAsync(client));
        Assert.True((await client.Analytics.LogEventAsync(Bot, Event("2"), Cancel)).IsNew);
    }

    private static NewEvent Event(string id) => new() { Type = "seen", Id = id, Timestamp = Then };

    private static async Task<long> CountAsync(HybridClient client)
        => (await client.Analytics.CountAsync(
            Bot, new EventQuery { From = Then.AddDays(-1), Until = Then.AddDays(1) }, Cancel)).Sum(c => c.Count);
}
