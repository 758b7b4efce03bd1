using System.Text;
using HybridOrleans.Cli.Tests.Fakes;
using HybridOrleans.Client.Json;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Tests.Export;

/// <summary>What the old bot reads again, and what an import finds unchanged.</summary>
public sealed class LegacyExportTests : IDisposable
{
    private const string Bot = "han_dating_bot";

    private readonly CommandLineHarness _hybrid = new();
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("girls_data/1001.json")]
    [InlineData("girls_data/1002.json")]
    [InlineData("girls_data/-1001234567.json")]
    [InlineData("conversations/1001.json")]
    [InlineData("config.json")]
    [InlineData("backups/1001/2025-02-28.json")]
    [InlineData("analytics_202502.json")]
    public async Task What_nobody_changed_is_byte_for_byte_what_the_old_bot_wrote(string name)
    {
        await ImportAsync(Repository.LegacyBot, Bot);
        await ExportAsync(_folder.Path, Bot);
        Assert.Equal(
            await File.ReadAllTextAsync(Path.Combine(Repository.LegacyBot, name), Cancel),
            await File.ReadAllTextAsync(Path.Combine(_folder.Path, name), Cancel));
    }

    [Fact]
    public async Task Every_token_of_every_profile_is_in_the_file()
    {
        await ImportAsync(Repository.LegacyBot, Bot);
        await ExportAsync(_folder.Path, Bot);
        Assert.All(_hybrid.Store.Ids(Bot), id => Assert.Equal(
            _hybrid.Store.Body(Bot, id),
            CompactJson.From(File.ReadAllBytes(Path.Combine(_folder.Path, "girls_data", $"{id}.json")))));
    }

    [Fact]
    public async Task Importing_the_export_changes_nothing_and_another_bot_gets_the_same()
    {
        await ImportAsync(Repository.LegacyBot, Bot);
        await _hybrid.Store.Chats.AppendAsync(
            new ConversationKey(new BotId(Bot), 1001),
            new NewMessage { Direction = MessageDirection.Out, Text = "Новое \"сообщение\" \0 🌻", Id = "live-1" },
            Cancel);
        await ExportAsync(_folder.Path, Bot);
        var again = await ImportAsync(_folder.Path, Bot);
        Assert.Equal(ExitCode.Done, again.Code);
        Assert.True(again.Json.GetProperty("imported").GetInt32() == 0, again.Text);
        Assert.Equal(0, again.Json.GetProperty("keptOther").GetInt32());
        Assert.InRange(again.Json.GetProperty("unchanged").GetInt32(), 30, 200);

        using var copy = new TemporaryFolder();
        Assert.Equal(ExitCode.Done, (await ImportAsync(_folder.Path, "copy", "--source-bot", Bot)).Code);
        await ExportAsync(copy.Path, "copy");
        var files = Files(_folder.Path);
        Assert.Equal(files, Files(copy.Path));
        Assert.All(files, name => Assert.Equal(
            File.ReadAllText(Path.Combine(_folder.Path, name)),
            File.ReadAllText(Path.Combine(copy.Path, name))
                .Replace("\"bot_id\": \"copy\"", $"\"bot_id\": \"{Bot}\"", StringComparison.Ordinal)));
        Assert.Contains("conversations/1003.json", files);
        Assert.Contains("analytics_202504.json", files);
    }

    [Fact]
    public async Task Events_are_in_the_file_of_their_month_in_order()
    {
        await LogAsync("2026-10-31T23:59:59.5Z", "late");
        await LogAsync("2026-11-02T10:00:00Z", "second");
        await LogAsync("2026-11-01T00:00:00Z", "first", 42);
        var result = await ExportAsync(_folder.Path, Bot);
        Assert.Equal(3, result.Json.GetProperty("events").GetInt32());
        Assert.Equal(
            """
            [
              {
                "timestamp": "2026-11-01T00:00:00Z",
                "bot_id": "han_dating_bot",
                "event_type": "first",
                "event_data": {
                  "n": 1.0
                },
                "user": 42,
                "_id": "first"
              },
              {
                "timestamp": "2026-11-02T10:00:00Z",
                "bot_id": "han_dating_bot",
                "event_type": "second",
                "event_data": {
                  "n": 1.0
                },
                "_id": "second"
              }
            ]
            """.ReplaceLineEndings("\n"),
            await File.ReadAllTextAsync(Path.Combine(_folder.Path, "analytics_202611.json"), Cancel));
        Assert.Equal(["analytics_202610.json", "analytics_202611.json"], Files(_folder.Path));
    }

    [Fact]
    public async Task A_backup_of_another_shape_is_left_out_and_told()
    {
        await _hybrid.RunAsync("config", "set", "{}", "--scope", "backup", "--id", "x/x", "--bot", Bot);
        await _hybrid.RunAsync(
            "config", "set", "{\"messages\":[],\"n\":1}", "--scope", "backup", "--id", "7/2026-11-28", "--bot", Bot);
        var result = await _hybrid.RunAsync("export", _folder.Path, "--layout", "legacy", "--bot", Bot);
        Assert.Equal(ExitCode.Incomplete, result.Code);
        Assert.Equal(
            "0 profiles, 0 messages, 0 configuration, 1 backups, 0 events exported\n"
            + "backup x/x left out: its scope id is no chat id and date\n",
            result.Text);
        Assert.Equal(
            "{\n  \"messages\": [],\n  \"n\": 1\n}",
            Encoding.UTF8.GetString(await File.ReadAllBytesAsync(
                Path.Combine(_folder.Path, "backups/7/2026-11-28.json"), Cancel)));
    }

    [Theory]
    [InlineData("\"live-1\"", "live-1", 0)]
    [InlineData("\"two words\"", null, 1)]
    [InlineData("7", null, 1)]
    public async Task Only_an_id_that_a_message_can_have_takes_the_place_of_the_imports(
        string id, string? expected, int quarantined)
    {
        var text = $$"""[{"ts":"2026-11-28T10:00:00Z","direction":"in","text":"Привет","_id":{{id}}}]""";
        _folder.Add("girls_data/5.json", "{}"u8);
        _folder.Add("conversations/7.json", Encoding.UTF8.GetBytes(text));
        await ImportAsync(_folder.Path, Bot);
        var message = Assert.Single((await _hybrid.Store.Chats.GetRecentAsync(
            new ConversationKey(new BotId(Bot), 7), 10, Freshness.Fresh, Cancel)).Messages);
        Assert.StartsWith(expected ?? "import:1:", message.Id, StringComparison.Ordinal);
        Assert.Equal(quarantined, _hybrid.Store.Quarantine.Count);
    }

    private Task<CommandResult> ImportAsync(string folder, string bot, params string[] options)
        => _hybrid.RunAsync(["import", folder, "--bot", bot, "--format", "json", .. options]);

    private Task<CommandResult> ExportAsync(string folder, string bot)
        => _hybrid.RunAsync("export", folder, "--layout", "legacy", "--bot", bot, "--format", "json");

    private async Task LogAsync(string time, string type, long? user = null)
        => await _hybrid.Store.Analytics.LogEventAsync(
            new BotId(Bot),
            new NewEvent
            {
                Type = type, UserId = user, Data = new("{\"n\":1.0}"), Id = type,
                Timestamp = DateTimeOffset.Parse(time, null),
            },
            Cancel);

    private static string[] Files(string folder) => [.. Directory
        .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(folder, path))
        .Order(StringComparer.Ordinal)];
}
