using System.Globalization;
using HybridOrleans.Bench.Baselines;
using HybridOrleans.Bench.Hosting;
using HybridOrleans.Bench.Measuring;
using HybridOrleans.Bench.Migration;
using HybridOrleans.Bench.Report;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Bench.Logs;

/// <summary>What do messages and events cost a bot, beside a profile that it saves?</summary>
internal sealed class LogsQuestion(Rounds rounds)
{
    private const string Question = "durable call of a client, PostgreSQL";
    private const string Profile = "save a profile of 1 KB";
    private const string Message = "append a message to a chat";
    private const string Event = "log an event";
    private const int EventsWanted = 50_000;
    private const double MessageShareWanted = 1 / 1.2;

    private static readonly BotId Bot = new("bench");
    private static readonly int[] Callers = [1, 32, 256, 4096];

    public async Task<Answer> AskAsync(BenchServer server)
    {
        await AdoNetTables.CreateAsync(server.Server.ConnectionString);
        await using var silo = await BenchSilo.StartAsync(server.Folder, server.Server.ConnectionString);
        await using var client = await silo.ConnectAsync();
        (string Name, Func<int, long, ValueTask> Operation)[] contenders =
        [
            (Profile, async (caller, n) => await client.Users.SaveAsync(
                new UserKey(Bot, caller + 1), new JsonText(Bodies.Of(n)))),
            (Message, async (caller, _) => await client.Conversations.AppendAsync(
                new ConversationKey(Bot, caller + 1), Said())),
            (Event, async (_, _) => await client.Analytics.LogEventAsync(Bot, Happened())),
        ];
        var (rows, goals) = (new List<Row>(), new List<Goal>());
        foreach (var callers in Callers)
        {
            var met = await rounds.RunAsync(Question, callers, contenders);
            rows.AddRange(met.Select(r => r.Contender == Profile ? r : r with { Baseline = Profile }));
            goals.Add(Goals.Share(rows[^2], rows[^3], MessageShareWanted));
        }

        goals.Add(new Goal(
            "durable events of a client, PostgreSQL",
            string.Create(CultureInfo.InvariantCulture, $"≥ {EventsWanted:N0}/s"),
            string.Create(CultureInfo.InvariantCulture, $"{rows[^1].Median.PerSecond:N0}/s"),
            rows[^1].Median.PerSecond >= EventsWanted));
        return new Answer(rows, goals);
    }

    private static NewMessage Said() => new()
    {
        Direction = MessageDirection.In,
        Text = "Привет! Как прошёл день? Я сегодня была на выставке, и это было прекрасно.",
    };

    private static NewEvent Happened() => new()
    {
        Type = "message_received",
        Dimensions = new Dictionary<string, string> { ["lang"] = "ru", ["kind"] = "text" },
        Data = new JsonText("""{"length":74,"has_media":false,"reply":true}"""),
    };
}
