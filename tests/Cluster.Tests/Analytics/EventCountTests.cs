using HybridOrleans.Client;
using HybridOrleans.Cluster.Tests.Conversations;
using HybridOrleans.Grains.Interfaces;
using Xunit;
using static HybridOrleans.Cluster.Tests.Analytics.Events;

namespace HybridOrleans.Cluster.Tests.Analytics;

/// <summary>Counts of events by type, time and dimension.</summary>
public sealed class EventCountTests(ConversationSilo silo) : IClassFixture<ConversationSilo>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IAnalytics Analytics => silo.Client.Analytics;

    [Fact]
    public async Task Events_are_counted_by_type_dimension_and_period()
    {
        var bot = NewBot();
        await LogAsync(
            bot,
            Happened("in", at: November).With(("lang", "ru"), ("kind", "text")),
            Happened("in", at: November.AddMinutes(29)).With(("lang", "ru"), ("kind", "photo")),
            Happened("in", at: November.AddMinutes(30)).With(("lang", "en"), ("kind", "text")),
            Happened("in", at: November.AddDays(1)),
            Happened("out", at: November.AddMonths(1)).With(("lang", "ru")));
        Assert.Equal(
            [(All().From, "in", null, 4), (All().From, "out", null, 1)], await CountAsync(bot, All()));
        var hour = new DateTimeOffset(2026, 11, 15, 10, 0, 0, TimeSpan.Zero);
        Assert.Equal(
            [(hour, 2L), (hour.AddHours(1), 1L), (hour.AddDays(1), 1L)],
            (await Analytics.CountAsync(bot, All(CountPeriod.Hour) with { Type = "in" }, Cancel))
                .Select(c => (c.Start, c.Count)));
        Assert.Equal(
            [
                (November.Date, "in", null, 3L),
                (November.Date.AddDays(1), "in", null, 1),
                (new(2026, 12, 15), "out", null, 1),
            ],
            (await CountAsync(bot, All(CountPeriod.Day))).Select(c => (c.Start.UtcDateTime, c.Type, c.Value, c.Count)));
        Assert.Equal(
            [(null, 1L), ("en", 1), ("ru", 2)],
            (await CountAsync(bot, All() with { Type = "in", Dimension = "lang" })).Select(c => (c.Value, c.Count)));
        var texts = All() with { Where = new Dictionary<string, string> { ["lang"] = "ru", ["kind"] = "text" } };
        Assert.Equal([(All().From, "in", null, 1)], await CountAsync(bot, texts));
    }

    [Fact]
    public async Task The_start_of_the_time_counts_and_its_end_does_not()
    {
        var bot = NewBot();
        await LogAsync(bot, Happened("a", at: November), Happened("b", at: November.AddHours(1)));
        var query = All() with { From = November, Until = November.AddHours(1) };
        Assert.Equal("a", Assert.Single(await Analytics.CountAsync(bot, query, Cancel)).Type);
        var read = new List<StoredEvent>();
        await foreach (var stored in Analytics.ReadAsync(bot, query.From, query.Until, Cancel))
        {
            read.Add(stored);
        }

        Assert.Equal("a", Assert.Single(read).Type);
    }

    [Fact]
    public async Task A_query_that_makes_no_sense_is_refused()
    {
        var query = All() with { Until = All().From };
        var error = await Assert.ThrowsAsync<InvalidInputException>(
            async () => await Analytics.CountAsync(NewBot(), query, Cancel));
        Assert.Contains("the end lies after the start", error.Message, StringComparison.Ordinal);
    }

    private Task<EventReceipt[]> LogAsync(BotId bot, params NewEvent[] events)
        => Task.WhenAll(events.Select(e => Analytics.LogEventAsync(bot, e, Cancel).AsTask()));

    private async Task<IEnumerable<(DateTimeOffset Start, string Type, string? Value, long Count)>> CountAsync(
        BotId bot, EventQuery query)
        => (await Analytics.CountAsync(bot, query, Cancel)).Select(c => (c.Start, c.Type, c.Value, c.Count));
}
