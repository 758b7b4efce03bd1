#pragma warning disable CA1859 // The page shows the interface, as a bot would use it.
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HybridOrleans.Cluster.Tests.Readme;

/// <summary>The blocks of <c>Client/README.md</c>, so that they compile. <see cref="ReadmeTests"/> compares them.
/// </summary>
internal static class Samples
{
    public static async Task FiveMinutesAsync()
    {
        await DatabaseIntegration.InitializeAsync("han_dating_bot");
        await using var girls = await DatabaseIntegration.CreateDatabaseAdapterAsync();

        await girls.EnsureGirlAsync(42, "Ева");
        await girls.UpdateLastActivityAsync(42);
        await girls.UpdateProfileAsync(42, "Моё хобби — живопись. Работаю учителем.");
        var context = await girls.GetProfileContextAsync(42);

        await DatabaseIntegration.ShutdownAsync();
        _ = context;
    }

    public static async Task<IGirlsManager> MovingAsync()
    {
        var old = new GirlsManager("bot-folder");
        await using var girls = await DatabaseIntegration.CreateDatabaseAdapterAsync(old);
        IGirlsManager manager = girls;
        return manager;
    }

    public static DatabaseGirlsAdapter Settings(IHybridDataStore data)
    {
        var settings = new GirlsSettings
        {
            Topics = [new TopicRule("pets", "кот", "собак", "cat", "dog"), .. TopicRule.Defaults],
            LogsEvents = false,
        };
        var girls = new DatabaseGirlsAdapter(data, new BotId("han_dating_bot"), settings);
        return girls;
    }

    public static async Task HostAsync(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.AddHybridClient();
        using var host = builder.Build();
        await host.StartAsync();

        var data = host.Services.GetRequiredService<IHybridDataStore>();
        var eva = new UserKey(new BotId("han_dating_bot"), telegramId: 42);

        await data.Users.SaveAsync(eva, new JsonText("""{"name":"Eva"}"""));
        await data.Users.PatchAsync(eva, new JsonText("""{"city":"Riga"}"""));
        await data.Users.UpdateActivityAsync(eva);
        var reading = await data.Users.GetAsync(eva);

        var global = new ConfigurationKey(eva.Bot);
        await data.Configuration.PatchAsync(global, new JsonText("""{"language":"ru"}"""));
        var settings = await data.Configuration.GetAsync(global);
        _ = (reading, settings);
    }

    public static void SilosInRedis(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.AddHybridClient(o => o.RedisHost = "redis");
    }

    public static async Task ConversationAsync(IHybridDataStore data)
    {
        var chat = new ConversationKey(new BotId("han_dating_bot"), chatId: 42);
        var said = new NewMessage { Direction = MessageDirection.In, Text = "Привет", Id = "5501" };
        await data.Conversations.AppendAsync(chat, said);
        var last = await data.Conversations.GetRecentAsync(chat, count: 20);
        _ = last;
    }

    public static async Task EventsAsync(IHybridDataStore data, UserKey eva)
    {
        var received = new NewEvent
        {
            Type = "message_received",
            UserId = 42,
            Dimensions = new Dictionary<string, string> { ["lang"] = "ru" },
            Data = new JsonText("""{"length":12}"""),
        };
        await data.Analytics.LogEventAsync(eva.Bot, received);
        var daily = await data.Analytics.CountAsync(eva.Bot, new EventQuery
        {
            From = DateTimeOffset.Parse("2026-11-01Z"), Until = DateTimeOffset.Parse("2026-12-01Z"),
            Dimension = "lang", Period = CountPeriod.Day,
        });
        _ = daily;
    }

    public static async Task UpdateAsync(IHybridDataStore data, UserKey eva)
    {
        await data.Updates.HandleAsync(new BotUpdate { Bot = eva.Bot, Id = 5501, UserId = 42 }, async (turn, token) =>
            (await turn.UserAsync<Dialog>(token)).Value.Answers++);
    }

    public static async Task ErasureAsync(IHybridDataStore data, UserKey eva)
    {
        var erasure = await data.DeleteUserAsync(eva);
        _ = erasure;
    }

    public static async Task WithoutHostAsync()
    {
        await using var client = await HybridClient.ConnectAsync();
    }

    public static async Task<string?> MigrationAsync(IHybridDataStore data, CancellationToken stopping)
    {
        var migration = data.Migration;
        var answer = await migration.DoAsync(
            ComponentName.Users, new MigrationRequest { Verb = MigrationVerb.Enable, By = "ann", Why = "issue 7" },
            stopping);
        if (!answer.Done)
        {
            return answer.Message;
        }

        await foreach (var status in migration.WatchAsync(ComponentName.Users, TimeSpan.FromSeconds(1), stopping))
        {
            if (status is { Goal: null, Progress: null, IsSealed: false })
            {
                return status.LastOutcome?.Message;
            }
        }

        return null;
    }

    public static void Redis(IHostApplicationBuilder builder)
    {
        builder.AddHybridClient(o => o.ConfigureOrleans = orleans => orleans.UseRedisClustering("redis:6379"));
    }
}
