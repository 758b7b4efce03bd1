using System.Net;
using System.Net.Http.Json;
using HybridOrleans.Samples.DatingBot.StandIn;
using HybridOrleans.Storage;
using Xunit;

namespace HybridOrleans.Cluster.Tests.DatingBot;

/// <summary>What the bot does while nothing can be stored.</summary>
public sealed class BotOutageTests(BotSilo silo) : IClassFixture<BotSilo>, IDisposable
{
    /// <summary>More than the writes of an update: outbox, session, conversation, event, profile.</summary>
    private const int Steps = 8;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => silo.Heal();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_says_that_it_will_come_back_to_a_message_and_does_so_once(bool hasWebhook)
    {
        await using var standIn = await BotApiStandIn.StartAsync(new(), Cancel);
        await using var bot = await RunningBot.StartAsync([silo.Silo.Gateway], standIn, silo.NewBot(), hasWebhook);
        var eva = new Person(standIn, 42, "Eva", "en");
        await eva.RegisterAsync("Eva");
        await standIn.Updates.EmptyAsync(Cancel);
        silo.Store.OnWrite = _ => throw Away();
        await eva.AskAsync("are you there?", "I will come back to it");
        if (!hasWebhook)
        {
            // Telegram delivers nothing more to a webhook before the first one is taken.
            await eva.AskAsync("/profile", "as I remember it");
        }

        Assert.DoesNotContain("> are you there?", await silo.Client.LinesAsync(bot.Bot, 42));

        silo.Heal();
        await eva.ReadAsync("You are talking with nobody.");
        await eva.AskAsync("/profile", "Eva, 27");
        await standIn.Updates.EmptyAsync(Cancel);
        Assert.Single(await silo.Client.LinesAsync(bot.Bot, 42), "> are you there?");
        Assert.Single(eva.Received, m => m.Text.Contains("I will come back to it", StringComparison.Ordinal));
        var profile = await silo.Client.ProfileAsync(bot.Bot, 42);
        Assert.Equal(hasWebhook ? 7 : 8, profile.GetProperty("message_count").GetInt64());
        if (hasWebhook)
        {
            Assert.Equal([200, 503], standIn.Webhook.Answers.Keys.Order());
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_store_that_fails_at_any_write_of_an_update_lets_it_count_once(bool isWritten)
    {
        await using var standIn = await BotApiStandIn.StartAsync(new(), Cancel);
        var name = silo.NewBot();
        await using var bot = await RunningBot.StartAsync([silo.Silo.Gateway], standIn, name, hasWebhook: true);
        var eva = new Person(standIn, 42, "Eva", "en");
        await eva.RegisterAsync("Eva");
        await standIn.Updates.EmptyAsync(Cancel);
        for (var step = 1; step <= Steps; step++)
        {
            var refused = standIn.Webhook.Answers.GetValueOrDefault(503);
            FailFrom(step, isWritten);
            eva.Say($"text {step}");
            var either = await Task.WhenAny(
                standIn.Updates.EmptyAsync(Cancel), standIn.Webhook.AnsweredAsync(503, refused + 1, Cancel));
            await either.WaitAsync(Scene.Limit, Cancel);
            silo.Heal();
            await standIn.Updates.EmptyAsync(Cancel).WaitAsync(Scene.Limit, Cancel);
        }

        Assert.True(standIn.Webhook.Answers[503] > 1, "Hardly a write failed.");
        var lines = await silo.Client.LinesAsync(bot.Bot, 42);
        Assert.Equal(
            Enumerable.Range(1, Steps).Select(n => $"> text {n}"),
            lines.Where(l => l.StartsWith("> text", StringComparison.Ordinal)));
        var profile = await silo.Client.ProfileAsync(bot.Bot, 42);
        Assert.Equal(Steps + 5, profile.GetProperty("message_count").GetInt64());
        Assert.Equal(Steps + 1, (await silo.Client.EventsAsync(bot.Bot, 42))["message"]);
    }

    [Fact]
    public async Task A_webhook_without_the_secret_is_refused_and_nonsense_is_no_update()
    {
        await using var standIn = await BotApiStandIn.StartAsync(new(), Cancel);
        var name = silo.NewBot();
        await using var bot = await RunningBot.StartAsync([silo.Silo.Gateway], standIn, name, hasWebhook: true);
        await standIn.Webhook.Targets.WaitAsync(1, Cancel);
        var target = await standIn.Webhook.Targets.NextAsync(Cancel);
        using var http = new HttpClient();
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync("wrong", "{}"));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(target.Secret, "{"));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(target.Secret, """{"update_id":7}"""));

        async Task<HttpStatusCode> PostAsync(string secret, string body)
        {
            using var content = new StringContent(body);
            using var request = new HttpRequestMessage(HttpMethod.Post, target.Url) { Content = content };
            request.Headers.Add(WebhookTarget.SecretHeader, secret);
            using var answer = await http.SendAsync(request, Cancel);
            return answer.StatusCode;
        }
    }

    /// <summary>All writes from one on fail, before or after they were made.</summary>
    private void FailFrom(int step, bool isWritten)
    {
        var writes = 0;
        silo.Store.OnWrite = async write =>
        {
            if (Interlocked.Increment(ref writes) < step)
            {
                return await write();
            }

            if (isWritten)
            {
                await write();
            }

            throw Away();
        };
    }

    private static StoreUnavailableException Away() => new("The store of the test is away.");
}
