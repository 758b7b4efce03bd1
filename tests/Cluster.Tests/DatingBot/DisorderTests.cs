using HybridOrleans.Samples.DatingBot.StandIn;
using Xunit;

namespace HybridOrleans.Cluster.Tests.DatingBot;

/// <summary>Updates that come twice, in any order and in bursts have their effect once and in order.</summary>
public sealed class DisorderTests(BotSilo silo) : IClassFixture<BotSilo>
{
    private const int Users = 6;
    private const int Messages = 8;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Bursts_of_repeated_updates_count_once_and_keep_their_order(bool hasWebhook)
    {
        var seed = Random.Shared.Next(1, 1_000_000);
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}.");
        var disorder = new Disorder { Twice = true, Shuffled = true, Seed = seed };
        await using var standIn = await BotApiStandIn.StartAsync(new() { Disorder = disorder }, Cancel);
        var name = silo.NewBot();
        await using var first = await RunningBot.StartAsync([silo.Silo.Gateway], standIn, name, hasWebhook);
        await using var second = await RunningBot.StartAsync([silo.Silo.Gateway], standIn, name, hasWebhook);
        if (hasWebhook)
        {
            await standIn.Webhook.Targets.WaitAsync(2, Cancel);
        }

        var people = Enumerable.Range(1, Users).Select(id => new Person(standIn, id, $"User{id}", "en")).ToList();
        await Task.WhenAll(people.Select(person => person.RegisterAsync($"User{person.Id}")));
        for (var message = 1; message <= Messages; message++)
        {
            people.ForEach(person => person.Say($"message {message}"));
        }

        await standIn.Updates.EmptyAsync(Cancel).WaitAsync(Scene.Limit, Cancel);
        foreach (var person in people)
        {
            await AssertOnceAsync(first, person.Id);
        }
    }

    private async Task AssertOnceAsync(RunningBot bot, long id)
    {
        var written = (await silo.Client.LinesAsync(bot.Bot, id))
            .Where(l => l.StartsWith("> message", StringComparison.Ordinal));
        Assert.Equal(Enumerable.Range(1, Messages).Select(m => $"> message {m}"), written);
        var profile = await silo.Client.ProfileAsync(bot.Bot, id);

        // The registration takes five messages.
        Assert.Equal(Messages + 5, profile.GetProperty("message_count").GetInt64());
        var events = await silo.Client.EventsAsync(bot.Bot, id);
        Assert.Equal((1, Messages + 1), (events["registered"], events["message"]));
    }
}
