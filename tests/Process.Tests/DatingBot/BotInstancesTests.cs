using HybridOrleans.Client;
using HybridOrleans.Cluster.Tests.DatingBot;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Process.Tests.Membership;
using HybridOrleans.Samples.DatingBot.StandIn;
using Xunit;

namespace HybridOrleans.Process.Tests.DatingBot;

/// <summary>Two instances of the bot and two silos, of which one each is killed.</summary>
public sealed class BotInstancesTests
{
    private const int Users = 6;
    private const int MessagesOfWave = 4;
    private const int Waves = 3;

    private static readonly BotId Bot = new("han");
    private static readonly TimeSpan DeliveryMax = TimeSpan.FromSeconds(90);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_update_counts_once_and_in_order_though_an_instance_and_a_silo_are_killed()
    {
        var seed = Random.Shared.Next(1, 1_000_000);
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}.");
        await using var silos = await SilosOnRedis.StartAsync(
            2, "--HybridOrleans:Sending:ChatPause=00:00:00", "--HybridOrleans:Sending:PerSecondMax=1000");
        await using var standIn = await BotApiStandIn.StartAsync(
            new() { Disorder = new() { Twice = true, Seed = seed } }, Cancel);
        await using var first = BotChild.Start(standIn, Bot.Value, silos.Silos);
        await using var second = BotChild.Start(standIn, Bot.Value, silos.Silos);
        await standIn.Webhook.Targets.WaitAsync(2, Cancel);
        var people = Enumerable.Range(1, Users).Select(id => new Person(standIn, id, $"User{id}", "en")).ToList();
        await Task.WhenAll(people.Select(person => person.RegisterAsync($"User{person.Id}")));

        // Each wave is under way when the next one, and what is killed, comes.
        await WaveAsync(standIn, people, 0);
        await first.KillAsync();
        await WaveAsync(standIn, people, 1);
        await silos.Silos[0].KillAsync();
        await WaveAsync(standIn, people, 2);
        await standIn.Updates.EmptyAsync(Cancel).WaitAsync(DeliveryMax, Cancel);

        await using var client = await silos.ConnectAsync(silos.Silos[1]);
        foreach (var person in people)
        {
            await AssertOnceAsync(client, person.Id);
        }

        Assert.True(standIn.Webhook.Answers[0] > 0, "No delivery met the killed instance.");
        Assert.DoesNotContain(second.Lines, l => l.Contains(standIn.Token, StringComparison.Ordinal));
    }

    /// <summary>Everybody writes some messages at once; it returns when the first of them is handled.</summary>
    private static async Task WaveAsync(BotApiStandIn standIn, List<Person> people, int wave)
    {
        var sent = standIn.Sent.All.Count;
        for (var message = 1; message <= MessagesOfWave; message++)
        {
            people.ForEach(person => person.Say($"message {(wave * MessagesOfWave) + message}"));
        }

        await standIn.Sent.WaitAsync(static _ => true, sent, Cancel).WaitAsync(DeliveryMax, Cancel);
    }

    private static async Task AssertOnceAsync(HybridClient client, long id)
    {
        var written = (await client.LinesAsync(Bot, id))
            .Where(l => l.StartsWith("> message", StringComparison.Ordinal));
        Assert.Equal(Enumerable.Range(1, Waves * MessagesOfWave).Select(m => $"> message {m}"), written);

        // The registration takes five messages, of which the last one makes the profile.
        var profile = await client.ProfileAsync(Bot, id);
        Assert.Equal((Waves * MessagesOfWave) + 5, profile.GetProperty("message_count").GetInt64());
        var events = await client.EventsAsync(Bot, id);
        Assert.Equal((1, (Waves * MessagesOfWave) + 1), (events["registered"], events["message"]));
    }
}
