using System.Text;
using HybridOrleans.Client;
using HybridOrleans.Cluster.Tests.Conversations;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Records;
using Xunit;
using static HybridOrleans.Cluster.Tests.Analytics.Events;

namespace HybridOrleans.Cluster.Tests.Analytics;

/// <summary>What a bot can do with events when nothing fails.</summary>
public sealed class AnalyticsTests(ConversationSilo silo) : IClassFixture<ConversationSilo>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IAnalytics Analytics => silo.Client.Analytics;

    [Fact]
    public async Task An_event_comes_back_as_it_was_logged()
    {
        var bot = NewBot();
        const string Data = """{"b":1.0,"a":"\ud800 Ева","b":{"deep":[1,2]}}""";
        await Analytics.LogEventAsync(
            bot,
            Happened("сообщение", "55/2", new(2026, 11, 1, 1, 0, 0, TimeSpan.FromHours(2))).With(("lang", "ru"))
                with { UserId = -42, Data = new JsonText(Data) },
            Cancel);
        var stored = Assert.Single(await ReadAsync(bot));
        Assert.Equal("55/2", stored.Id);
        Assert.Equal("сообщение", stored.Type);
        Assert.Equal(-42, stored.UserId);
        Assert.Equal(new(2026, 10, 31, 23, 0, 0, TimeSpan.Zero), stored.Timestamp);
        Assert.Equal("ru", Assert.Single(stored.Dimensions).Value);
        Assert.Equal(Data, Encoding.UTF8.GetString(stored.Data!.Value.Utf8.Span));
    }

    [Fact]
    public async Task Events_lie_under_the_bot_the_month_in_utc_and_the_partition()
    {
        var bot = NewBot();
        await Analytics.LogEventAsync(
            bot, Happened("late", "1", new(2026, 12, 1, 0, 30, 0, TimeSpan.FromHours(1))), Cancel);
        var keys = new List<string>();
        await foreach (var header in silo.Store.WalkAsync(
            Component.Analytics, RecordKeys.PrefixOf(bot.Value), RecordCursor.Start, Cancel))
        {
            keys.Add(header.Key.Text);
        }

        var partition = EventPartition.Of(bot, November, null, "1").Number;
        Assert.Equal([$"{bot.Value}/2026-11/{partition}/00000000"], keys);
    }

    [Fact]
    public async Task Events_at_the_same_time_are_stored_by_few_writes_and_each_gets_its_own_number()
    {
        var bot = NewBot();
        var writes = 0;
        silo.Store.OnWrite = write =>
        {
            Interlocked.Increment(ref writes);
            return write();
        };
        var receipts = await Task.WhenAll(Enumerable.Range(0, 2_000).Select(n => Analytics.LogEventAsync(
            bot, Happened("tick") with { UserId = 7 }, Cancel).AsTask()));
        silo.Heal();
        Assert.Equal(Enumerable.Range(1, 2_000), receipts.Select(r => (int)r.Sequence).Order());
        Assert.InRange(writes, 16, 400);
        Assert.Equal(2_000, Assert.Single(await Analytics.CountAsync(bot, All(), Cancel)).Count);
    }

    [Fact]
    public async Task An_event_that_is_logged_again_adds_nothing()
    {
        var bot = NewBot();
        var first = await Analytics.LogEventAsync(bot, Happened("paid", "order-7"), Cancel);
        await silo.ForgetAsync(Cancel);
        var again = await Analytics.LogEventAsync(bot, Happened("paid", "order-7"), Cancel);
        Assert.Equal((first.Sequence, true, false), (again.Sequence, first.IsNew, again.IsNew));
        var both = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Analytics.LogEventAsync(
            bot, Happened("paid", "order-8"), Cancel).AsTask()));
        Assert.Single(both, r => r.IsNew);
        Assert.Equal(2, Assert.Single(await Analytics.CountAsync(bot, All(), Cancel)).Count);
    }

    [Fact]
    public async Task An_id_of_ten_thousand_events_ago_is_recognised()
    {
        var bot = NewBot();
        NewEvent Numbered(int n) => Happened("tick", $"id-{n}") with { UserId = 7 };
        await Task.WhenAll(Enumerable.Range(0, 10_000).Select(
            n => Analytics.LogEventAsync(bot, Numbered(n), Cancel).AsTask()));
        await silo.ForgetAsync(Cancel);
        Assert.False((await Analytics.LogEventAsync(bot, Numbered(3), Cancel)).IsNew);
        Assert.Equal(10_000, (await Analytics.CountAsync(bot, All(), Cancel)).Sum(c => c.Count));
        Assert.Equal(10_000, (await ReadAsync(bot)).Select(e => e.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_month_is_deleted_with_its_bytes_and_others_stay()
    {
        var bot = NewBot();
        await LogAsync(bot, [.. Enumerable.Range(0, 300).Select(n => Happened("canary"))]);
        await LogAsync(bot, Happened("kept", at: November.AddMonths(1)));
        Assert.Equal(0, await Analytics.CountDeletedAsync(bot, EventMonth.Parse("2026-11"), Cancel));
        Assert.Equal(300, await Analytics.DeleteMonthAsync(bot, EventMonth.Parse("2026-11"), Cancel));
        Assert.Equal(300, await Analytics.CountDeletedAsync(bot, EventMonth.Parse("2026-11"), Cancel));
        Assert.Equal(0, await Analytics.CountDeletedAsync(bot, EventMonth.Parse("2026-12"), Cancel));
        Assert.Equal("kept", Assert.Single(await Analytics.CountAsync(bot, All(), Cancel)).Type);
        Assert.Equal(0, await Analytics.DeleteMonthAsync(bot, EventMonth.Parse("2026-11"), Cancel));
        await foreach (var header in silo.Store.WalkAsync(
            Component.Analytics, RecordKeys.PrefixOf(bot.Value), RecordCursor.Start, Cancel))
        {
            var stored = await silo.Store.ReadAsync(header.Key, Epoch.Initial, Cancel);
            Assert.DoesNotContain(
                "canary", stored!.Body is { } body ? Encoding.UTF8.GetString(body.Utf8.Span) : "",
                StringComparison.Ordinal);
        }

        Assert.True((await Analytics.LogEventAsync(bot, Happened("new"), Cancel)).IsNew);
    }

    [Fact]
    public async Task Bots_do_not_see_each_other()
    {
        var (one, other) = (NewBot(), NewBot());
        await LogAsync(one, Happened("a"));
        Assert.Empty(await Analytics.CountAsync(other, All(), Cancel));
    }

    private Task<EventReceipt[]> LogAsync(BotId bot, params NewEvent[] events)
        => Task.WhenAll(events.Select(e => Analytics.LogEventAsync(bot, e, Cancel).AsTask()));

    private async Task<List<StoredEvent>> ReadAsync(BotId bot)
    {
        var events = new List<StoredEvent>();
        await foreach (var stored in Analytics.ReadAsync(bot, All().From, All().Until, Cancel))
        {
            events.Add(stored);
        }

        return events;
    }
}
