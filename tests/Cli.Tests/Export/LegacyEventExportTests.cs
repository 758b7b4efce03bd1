using System.Text;
using HybridOrleans.Cli.Tests.Fakes;
using HybridOrleans.Client.Json;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Tests.Export;

/// <summary>Events on their way to the old bot's files and back.</summary>
public sealed class LegacyEventExportTests : IDisposable
{
    private const string File = "analytics_202503.json";
    private const string Rest = ",\"bot_id\":\"han\",\"event_type\":\"t\",\"event_data\":{}";
    private const string Start =
        "\"timestamp\":\"2025-03-01T18:40:00.125000Z\",\"bot_id\":\"han\",\"event_type\":\"t\"";

    private readonly CommandLineHarness _hybrid = new();
    private readonly TemporaryFolder _old = new();
    private readonly TemporaryFolder _new = new();

    public LegacyEventExportTests() => _old.Add("girls_data/5.json", "{}"u8);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _old.Dispose();
        _new.Dispose();
    }

    [Theory]
    [InlineData("\"timestamp\":\"2025-03-01T18:40:00+00:00\"" + Rest)]
    [InlineData("\"timestamp\":\"2025-03-01 18:40:00.5-03:30\"" + Rest)]
    [InlineData("\"timestamp\":\"2025-03-01T18:40:00.000Z\"" + Rest)]
    [InlineData(Start + ",\"event_data\":null")]
    [InlineData(Start + ",\"event_data\":{\"chat_id\":1001,\"score\":1.0,\"score\":2,\"text\":\"\\ud83d\"}")]
    [InlineData(Start + ",\"event_data\":[\"весна\"],\"version\":3")]
    [InlineData(Start + ",\"event_data\":{\"user_id\":7},\"user\":null,\"dimensions\":{\"a\":1},\"_id\":\"two words\"")]
    [InlineData(Start + ",\"event_data\":{\"user_id\":7},\"user\":42,\"dimensions\":{\"mood\":\"🌻\",\"a\":\"\\\"\"}")]
    [InlineData(Start + ",\"event_data\":{\"user_id\":7},\"user\":null,\"_id\":\"live-1\"")]
    public async Task An_entry_comes_back_byte_for_byte_also_when_there_are_twelve(string members)
    {
        foreach (var count in (int[])[1, 12])
        {
            var entries = string.Join(',', Enumerable.Range(0, count).Select(
                n => $"{{{members.Replace("live-1", $"live-{n:00}", StringComparison.Ordinal)}}}"));
            _old.Add(File, LaidOut($"[{entries}]"));
            await ImportAsync(_old, $"bot{count}");
            await ExportAsync($"bot{count}");
            Assert.Equal(Encoding.UTF8.GetString(LaidOut($"[{entries}]")), Exported(File, $"bot{count}"));
        }
    }

    [Theory]
    [InlineData("\"event_type\":\"t\",\"timestamp\":\"2025-03-01T20:40:00.1250009+02:00\",\"event_data\":null")]
    [InlineData("\"timestamp\":\"2025-03-01T18:40:00.125000Z\",\"event_type\":\"\\u0074\"")]
    [InlineData("\"timestamp\":\"2025-03-01T18:40:00.125000Z\",\"event_type\":\"t\",\"bot_id\":null")]
    public async Task What_is_equal_in_meaning_is_written_in_the_usual_way(string members)
    {
        _old.Add(File, Encoding.UTF8.GetBytes($"[{{{members}}}]"));
        await ImportAsync(_old, "han");
        await ExportAsync("han");
        Assert.Equal(
            Encoding.UTF8.GetString(LaidOut($"[{{{Start},\"event_data\":null}}]")), Exported(File, "han"));
        Assert.Equal("imported=0 unchanged=1", await ImportAsync(_new, "han"));
    }

    [Theory]
    [InlineData("a-client's-own", null, null)]
    [InlineData("import:analytics_202503.json:0123456789abcdef:1:T0+99:99", "{}", null)]
    [InlineData("import:analytics_202503.json:0123456789abcdef:1:T0+02:00", "{\"user_id\":42}", 42L)]
    [InlineData("n1", "{\"user_id\":7}", 42L)]
    [InlineData("n2", "{\"user_id\":7}", null)]
    [InlineData("n3", "{\"event_data\":{\"user_id\":7}}", null)]
    [InlineData("n4", "{\"event_data\":{\"b\":1.0},\"user\":\"ann\",\"event_type\":\"x\"}", 42L)]
    [InlineData("n5", "{\"event_data\":[1],\"_id\":\"mine\"}", null)]
    public async Task An_event_of_live_use_comes_back_as_it_is_and_for_another_bot_too(
        string id, string? data, long? user)
    {
        await _hybrid.Store.Events.LogEventAsync(
            new BotId("han"),
            new NewEvent
            {
                Type = "сообщение", Id = id, UserId = user, Data = data is null ? null : new JsonText(data),
                Timestamp = DateTimeOffset.Parse("2025-03-31T23:59:59.999999Z", null),
                Dimensions = new Dictionary<string, string> { ["mood"] = "\"🌻\"", ["_id"] = "x" },
            },
            Cancel);
        await ExportAsync("han");
        Assert.Contains($"\"_id\": \"{id}\"", Exported(File, "han"), StringComparison.Ordinal);
        _new.Add("girls_data/5.json", "{}"u8);
        Assert.Equal("imported=0 unchanged=1", await ImportAsync(_new, "han"));
        Assert.Equal("imported=1 unchanged=0", await ImportAsync(_new, "copy"));
        var (one, copy) = (await StoredAsync("han"), await StoredAsync("copy"));
        Assert.Equal(Words(one), Words(copy));
        Assert.Equal((id, user, data), (copy.Id, copy.UserId, DataOf(copy)));

        static string Words(StoredEvent e) => string.Join(
            '|', [e.Id, $"{e.Timestamp:O}", e.Type, $"{e.UserId}", .. e.Dimensions.Select(d => $"{d.Key}={d.Value}")]);
    }

    private static string? DataOf(StoredEvent e)
        => e.Data is { } data ? Encoding.UTF8.GetString(data.Utf8.Span) : null;

    private static byte[] LaidOut(string compact)
    {
        var text = new System.Buffers.ArrayBufferWriter<byte>();
        LegacyJson.Write(Encoding.UTF8.GetBytes(compact), text);
        return text.WrittenSpan.ToArray();
    }

    private async Task<StoredEvent> StoredAsync(string bot) => Assert.Single(await _hybrid.Store.Events
        .ReadAsync(new BotId(bot), DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, Cancel).ToArrayAsync(Cancel));

    private async Task<string> ImportAsync(TemporaryFolder folder, string bot)
    {
        var result = await _hybrid.RunAsync(
            "import", folder.Path, "--bot", bot, "--source-bot", "han", "--format", "json");
        Assert.Equal(ExitCode.Done, result.Code);
        var events = result.Json.GetProperty("events");
        return $"imported={events.GetProperty("imported")} unchanged={events.GetProperty("unchanged")}";
    }

    private async Task ExportAsync(string bot) => Assert.Equal(ExitCode.Done, (await _hybrid.RunAsync(
        "export", _new.Path, "--layout", "legacy", "--overwrite", "--bot", bot)).Code);

    private string Exported(string name, string bot) => System.IO.File.ReadAllText(Path.Combine(_new.Path, name))
        .Replace($"\"bot_id\": \"{bot}\"", "\"bot_id\": \"han\"", StringComparison.Ordinal);
}
