using HybridOrleans.Client;
using HybridOrleans.Cluster.Tests.Silo;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Samples.DatingBot.StandIn;
using HybridOrleans.Storage.Postgres.Embedded;
using HybridOrleans.TestKit;
using HybridOrleans.TestKit.Processes;
using Xunit;
using static HybridOrleans.Cluster.Tests.Migration.Operator;

namespace HybridOrleans.Cluster.Tests.DatingBot;

/// <summary>The bot goes on answering while everything that it keeps moves from JSON to PostgreSQL.</summary>
public sealed class BotPhaseTests : IDisposable
{
    private readonly SiloFolder _folder = new();
    private int _asked;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_answers_in_every_phase_and_while_the_database_is_away()
    {
        await using var postgres = await OwnPostgres.StartAsync(Cancel);
        await using var silo = await SiloChild.StartAsync(
            _folder.Path, null, Cancel, $"--HybridOrleans:Postgres:ConnectionString={postgres.Server.ConnectionString}",
            "--HybridOrleans:Sending:ChatPause=00:00:00", "--HybridOrleans:Silo:Dashboard=false");
        await using var client = await silo.ConnectAsync();
        await using var standIn = await BotApiStandIn.StartAsync(new(), Cancel);
        await using var bot = await RunningBot.StartAsync([$"127.0.0.1:{silo.Ports.Gateway}"], standIn, "han");
        var eva = new Person(standIn, 42, "Eva", "en");
        await eva.RegisterAsync("Eva");

        await AllAsync(client, MigrationVerb.Start, MigrationPhase.DualWrite);
        await AnswersAsync(eva);
        await AllAsync(client, MigrationVerb.Promote, MigrationPhase.Shadow);
        await AnswersAsync(eva);
        await AllAsync(client, MigrationVerb.Enable, MigrationPhase.Live);
        await AnswersAsync(eva);
        await postgres.Server.StopAsync(EmbeddedPostgresStopMode.Immediate, Cancel);
        await AnswersAsync(eva);
        await postgres.Server.StartAsync(Cancel);
        await AllAsync(client, MigrationVerb.RampDown, MigrationPhase.RampDown);
        await AnswersAsync(eva);
        await eva.AskAsync("/profile", "Eva, 27");

        await postgres.Server.StopAsync(EmbeddedPostgresStopMode.Immediate, Cancel);
        eva.Say(Next());
        await eva.ReadAsync("I will come back to it");
        await eva.AskAsync("/profile", "as I remember it");
        await postgres.Server.StartAsync(Cancel);
        await eva.ReadAsync("You are talking with nobody.");
        await Task.WhenAll(Enum.GetValues<ComponentName>().Where(IsMoved).Select(c => VerifyAsync(client, c)));
        await AllAsync(client, MigrationVerb.Complete, MigrationPhase.Complete);
        await AnswersAsync(eva);

        await standIn.Updates.EmptyAsync(Cancel).WaitAsync(Scene.Limit, Cancel);
        var written = (await client.LinesAsync(bot.Bot, 42)).Where(l => l.Contains("> text", StringComparison.Ordinal));
        Assert.Equal(Enumerable.Range(1, _asked).Select(n => $"> text {n}"), written);

        // Beside them five messages of the registration, and two profiles that were asked for.
        var profile = await client.ProfileAsync(bot.Bot, 42);
        Assert.Equal(_asked + 7, profile.GetProperty("message_count").GetInt64());
    }

    private static Task AllAsync(HybridClient client, MigrationVerb verb, MigrationPhase phase)
        => Task.WhenAll(Enum.GetValues<ComponentName>().Where(IsMoved).Select(async component =>
        {
            await UntilAsync(
                client,
                $"{verb} may begin",
                s => s is { PostgresAnswers: true, Progress: null, HasDebt: false },
                component);
            await DidAsync(client, verb, component);
            await UntilAsync(
                client,
                $"{phase}",
                s => s.Phase == phase && s is { Goal: null, Progress: null, IsSealed: false }
                    && s.Silos.All(v => v.Phase == phase),
                component);
        }));

    /// <summary>What the bot uses: sessions are kept with the configuration.</summary>
    private static bool IsMoved(ComponentName component) => component is ComponentName.Users
        or ComponentName.Configuration or ComponentName.Conversations or ComponentName.Analytics;

    private string Next() => $"text {++_asked}";

    private async Task AnswersAsync(Person eva) => await eva.AskAsync(Next(), "You are talking with nobody.");
}
