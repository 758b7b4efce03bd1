using HybridOrleans.Client;
using HybridOrleans.Cluster.Tests.Conversations;
using HybridOrleans.Grains.Interfaces;
using Xunit;
using static HybridOrleans.Cluster.Tests.Analytics.Events;

namespace HybridOrleans.Cluster.Tests.Analytics;

/// <summary>What is no event, and no place for one.</summary>
public sealed class EventInputTests(ConversationSilo silo) : IClassFixture<ConversationSilo>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IAnalytics Analytics => silo.Client.Analytics;

    [Fact]
    public async Task What_is_no_event_is_refused_and_says_why()
    {
        var bot = NewBot();
        await RefusedAsync(bot, Happened(""), "its type has 0 characters");
        await RefusedAsync(bot, Happened(new string('x', 129)), "its type has 129 characters");
        await RefusedAsync(bot, Happened("half \ud800"), "a character that is none");
        await RefusedAsync(bot, Happened("x", "an id"), "its id has 5 characters");
        await RefusedAsync(bot, Happened("x") with { UserId = 0 }, "0 is no user id");
        await RefusedAsync(bot, Happened("x") with { Data = new JsonText("[1]") }, "its data is no JSON object");
        await RefusedAsync(bot, Happened("x") with { Data = new JsonText("{") }, "its data is no JSON: ");
        await RefusedAsync(
            bot, Happened("x").With([.. Enumerable.Range(0, 17).Select(n => ($"d{n}", "v"))]), "it has 17 dimensions");
        await RefusedAsync(bot, Happened("x").With(("d", "")), "the value of a dimension has 0 characters");
        Assert.Empty(await Analytics.CountAsync(bot, All(), Cancel));
    }

    [Fact]
    public async Task An_event_that_is_too_large_fails_alone()
    {
        var bot = NewBot();
        var large = Happened("large") with
        {
            UserId = 7, Data = new JsonText($$"""{"x":"{{new string('y', 7_700)}}"}"""),
        };
        var logged = Enumerable.Range(0, 40).Select(n => Analytics.LogEventAsync(
            bot, n == 20 ? large : Happened("small") with { UserId = 7 }, Cancel).AsTask()).ToArray();
        var error = await Assert.ThrowsAsync<InvalidInputException>(() => logged[20]);
        Assert.Contains("at most 7,680 are allowed", error.Message, StringComparison.Ordinal);
        await Task.WhenAll(logged.Where((_, n) => n != 20));
        Assert.Equal(39, Assert.Single(await Analytics.CountAsync(bot, All(), Cancel)).Count);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("bot/2026-11/8")]
    [InlineData("bot/2026-13/0")]
    [InlineData("bot/2026-11/x")]
    public async Task A_grain_whose_key_is_no_partition_refuses_every_call(string key)
    {
        var grain = silo.Silo.Grains.GetGrain<IAnalyticsGrain>(key);
        await Assert.ThrowsAsync<InvalidInputException>(async () => await grain.ReadAsync(1, 1));
        await Assert.ThrowsAsync<InvalidInputException>(async () => await grain.DeleteAsync(Cancel));
    }

    private async Task RefusedAsync(BotId bot, NewEvent bad, string reason)
    {
        var error = await Assert.ThrowsAsync<InvalidInputException>(
            async () => await Analytics.LogEventAsync(bot, bad, Cancel));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }
}
