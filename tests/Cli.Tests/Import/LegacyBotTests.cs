using System.Text;
using HybridOrleans.Cli.Tests.Fakes;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Cli.Tests.Import;

/// <summary>The sample folder: every layout and every ugliness.</summary>
public sealed class LegacyBotTests
{
    private const string Bot = "han_dating_bot";

    private readonly CommandLineHarness _hybrid = new();

    [Fact]
    public async Task The_report_is_the_golden_one()
    {
        var result = await _hybrid.RunAsync("import", Repository.LegacyBot, "--bot", Bot, "--format", "json");
        Assert.Equal(ExitCode.Incomplete, result.Code);
        Golden.Check("tests/Cli.Tests/golden/v1/legacy-bot.report.json", result.Text);
    }

    [Fact]
    public async Task The_report_in_words_is_the_golden_one()
    {
        var result = await _hybrid.RunAsync("import", Repository.LegacyBot, "--bot", Bot);
        Assert.Equal(ExitCode.Incomplete, result.Code);
        Golden.Check(
            "tests/Cli.Tests/golden/v1/legacy-bot.report.txt",
            result.Text.Replace(Repository.LegacyBot, "samples/legacy-bot", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_flat_shape_is_imported_as_it_is()
    {
        var folder = Path.Combine(Repository.LegacyBot, "flat-shape");
        var result = await _hybrid.RunAsync("import", folder, "--bot", "flat_bot", "--format", "json");
        Assert.Equal(ExitCode.Done, result.Code);
        Assert.Equal(3, result.Json.GetProperty("imported").GetInt32());
        Assert.Equal([-1002000000001, 2001, 2002], _hybrid.Store.Ids("flat_bot"));
        var body = Encoding.UTF8.GetString(_hybrid.Store.Body("flat_bot", 2002)!);
        Assert.Contains("\"referrer\":{\"campaign\":\"spring\",\"cost\":0.1}", body, StringComparison.Ordinal);
        Assert.StartsWith("{\"telegram_id\":2002,\"name\":\"Emma 🦊\",\"profile\":{", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1001)]
    [InlineData(1002)]
    [InlineData(1003)]
    [InlineData(1004)]
    [InlineData(1005)]
    [InlineData(1006)]
    [InlineData(1007)]
    [InlineData(1008)]
    [InlineData(1015)]
    [InlineData(-1001234567)]
    public async Task Every_token_of_a_profile_comes_back(long id)
    {
        await _hybrid.RunAsync("import", Repository.LegacyBot, "--bot", Bot);
        var file = File.ReadAllBytes(Path.Combine(Repository.LegacyBot, "girls_data", $"{id}.json"));
        var result = await _hybrid.RunAsync("profile", "get", $"{id}", "--bot", Bot);
        Assert.Equal(RecordBody.Parse(file).Utf8.ToArray(), result.Output);
    }

    [Theory]
    [InlineData("girls_data/1009.json", "girls_data/1009.json")]
    [InlineData("girls_data/1011.json", "girls_data/1011.json")]
    [InlineData("girls_data/1014.json", "girls_data/1014.json")]
    [InlineData("girls_data/vip.json", "girls_data/vip.json")]
    public async Task What_cannot_be_imported_is_in_quarantine_byte_for_byte(string source, string file)
    {
        await _hybrid.RunAsync("import", Repository.LegacyBot, "--bot", Bot);
        var kept = Assert.Single(_hybrid.Store.Quarantine, item => item.Key.Source == source);
        Assert.Equal(File.ReadAllBytes(Path.Combine(Repository.LegacyBot, file)), kept.Value);
    }

    [Fact]
    public async Task A_record_that_is_no_JSON_is_in_quarantine_and_its_neighbours_are_not()
    {
        await _hybrid.RunAsync("import", Repository.LegacyBot, "--bot", Bot);
        var kept = Assert.Single(_hybrid.Store.Quarantine, item => item.Key.Source == "girls_data.json#1023");
        Assert.Equal(
            "{\"chat_id\": 1023, \"name\": \"Inna\", \"message_count\": nine}",
            Encoding.UTF8.GetString(kept.Value));
        Assert.Contains(-1009876543210, _hybrid.Store.Ids(Bot));
    }

    [Fact]
    public async Task The_file_wins_and_the_last_of_two_records_counts()
    {
        await _hybrid.RunAsync("import", Repository.LegacyBot, "--bot", Bot);
        Assert.Contains("\"message_count\":214", Text(1001), StringComparison.Ordinal);
        Assert.Contains("Зоя", Text(1021), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_source_is_never_changed()
    {
        using var folder = new TemporaryFolder();
        folder.Copy(Repository.LegacyBot);
        var before = TemporaryFolder.Fingerprint(folder.Path);
        await _hybrid.RunAsync("import", folder.Path, "--bot", Bot);
        await _hybrid.RunAsync("import", folder.Path, "--bot", Bot, "--overwrite");
        await _hybrid.RunAsync("import", folder.Path, "--bot", Bot, "--dry-run");
        Assert.Equal(before, TemporaryFolder.Fingerprint(folder.Path));
    }

    [Fact]
    public async Task A_read_only_folder_is_enough()
    {
        using var folder = new TemporaryFolder();
        folder.Add("girls_data/5.json", "{\"name\":\"Ева\"}"u8);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(folder.Path, "girls_data", "5.json"), UnixFileMode.UserRead);
        }

        Assert.Equal(ExitCode.Done, (await _hybrid.RunAsync("import", folder.Path, "--bot", Bot)).Code);
    }

    [Fact]
    public async Task The_second_run_changes_nothing()
    {
        var first = await _hybrid.RunAsync("import", Repository.LegacyBot, "--bot", Bot, "--format", "json");
        var writes = Writes;
        var quarantine = _hybrid.Store.Quarantine.Count;
        var second = await _hybrid.RunAsync("import", Repository.LegacyBot, "--bot", Bot, "--format", "json");
        Assert.Equal(
            first.Json.GetProperty("imported").GetInt32(), second.Json.GetProperty("unchanged").GetInt32());
        Assert.Equal(0, second.Json.GetProperty("imported").GetInt32());
        Assert.Equal((writes, quarantine), (Writes, _hybrid.Store.Quarantine.Count));
    }

    [Fact]
    public async Task A_dry_run_says_the_same_and_writes_nothing()
    {
        var dry = await _hybrid.RunAsync("import", Repository.LegacyBot, "--bot", Bot, "--dry-run", "--format", "json");
        Assert.Equal((0, 0), (Writes, _hybrid.Store.Quarantine.Count));
        var real = await _hybrid.RunAsync("import", Repository.LegacyBot, "--bot", Bot, "--format", "json");
        Assert.Equal(
            real.Text.Replace("\"dryRun\": false", "\"dryRun\": true", StringComparison.Ordinal), dry.Text);
        Assert.Equal(real.Code, dry.Code);
    }

    private int Writes
        => _hybrid.Store.Writes + _hybrid.Store.BotConfiguration.Writes + _hybrid.Store.Chats.Writes
            + _hybrid.Store.Events.Writes;

    private string Text(long id) => Encoding.UTF8.GetString(_hybrid.Store.Body(Bot, id)!);
}
