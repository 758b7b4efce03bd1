using HybridOrleans.Samples.DatingBot.StandIn;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Types;
using Xunit;

namespace HybridOrleans.Cluster.Tests.DatingBot;

/// <summary>The stand-in answers as Telegram does.</summary>
public sealed class StandInTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Updates_are_kept_until_an_offset_confirms_them()
    {
        await using var standIn = await BotApiStandIn.StartAsync(new(), Cancel);
        var client = Client(standIn, standIn.Token);
        new Person(standIn, 42, "Eva", "en").Say("one");
        Assert.Equal("one", Assert.Single(await client.GetUpdates(0, cancellationToken: Cancel)).Message!.Text);
        Assert.Equal(1, Assert.Single(await client.GetUpdates(0, cancellationToken: Cancel)).Id);
        Assert.Empty(await client.GetUpdates(2, cancellationToken: Cancel));
        await standIn.Updates.EmptyAsync(Cancel);
    }

    [Fact]
    public async Task A_second_poller_ends_the_first_one_and_a_webhook_ends_polling()
    {
        await using var standIn = await BotApiStandIn.StartAsync(new(), Cancel);
        var client = Client(standIn, standIn.Token);
        Task<Update[]>[] polls =
        [
            client.GetUpdates(0, timeout: 30, cancellationToken: Cancel),
            client.GetUpdates(0, timeout: 30, cancellationToken: Cancel),
        ];

        // Which of the two comes first is the network's choice.
        var ended = await Task.WhenAny(polls);
        Assert.Equal(409, (await Assert.ThrowsAsync<ApiRequestException>(() => ended)).ErrorCode);
        await client.SetWebhook("https://bot.example.org/telegram", cancellationToken: Cancel);
        var third = await Assert.ThrowsAsync<ApiRequestException>(
            () => client.GetUpdates(0, cancellationToken: Cancel));
        Assert.Contains("webhook is active", third.Message, StringComparison.Ordinal);
        new Person(standIn, 42, "Eva", "en").Say("so that the poll ends");
        Assert.Single(await polls.Single(p => p != ended));
    }

    [Fact]
    public async Task Another_token_is_unauthorized_and_too_many_messages_wait()
    {
        await using var standIn = await BotApiStandIn.StartAsync(new() { SendsPerSecond = 1 }, Cancel);
        var unknown = await Assert.ThrowsAsync<ApiRequestException>(
            () => Client(standIn, "2:other").GetMe(Cancel));
        Assert.Equal(401, unknown.ErrorCode);
        var client = Client(standIn, standIn.Token);
        standIn.Limit.RefuseNext(1);
        var refused = await Assert.ThrowsAsync<ApiRequestException>(
            () => client.SendMessage(42, "Hello", cancellationToken: Cancel));
        Assert.Equal((429, 1), (refused.ErrorCode, refused.Parameters!.RetryAfter));
    }

    private static TelegramBotClient Client(BotApiStandIn standIn, string token)
        => new(new TelegramBotClientOptions(token, $"{standIn.Url}".TrimEnd('/'))
        {
            RetryCount = 0,
            RetryThreshold = 0,
        });
}
