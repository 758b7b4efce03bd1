using System.Text;
using HybridOrleans.Cli.Tests.Fakes;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Tests.Import;

public sealed class ConfigurationImportTests : IDisposable
{
    private readonly CommandLineHarness _hybrid = new();
    private readonly TemporaryFolder _folder = new();

    public ConfigurationImportTests()
    {
        _folder.Add("girls_data/5.json", "{}"u8);
        _folder.Add("config.json", "{ \"greeting\": \"Привет\", \"limit\": 1.0 }"u8);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_settings_become_the_configuration_of_the_whole_bot_token_for_token()
    {
        Assert.Equal((ExitCode.Done, "imported"), await ImportAsync());
        Assert.Equal("{\"greeting\":\"Привет\",\"limit\":1.0}", await StoredAsync());
        Assert.Equal((ExitCode.Done, "unchanged"), await ImportAsync());
        Assert.Equal(1, _hybrid.Store.BotConfiguration.Writes);
    }

    [Fact]
    public async Task Another_configuration_is_kept_and_reported()
    {
        await SetAsync("{\"greeting\":\"new\"}");
        Assert.Equal((ExitCode.Done, "keptOther"), await ImportAsync());
        Assert.Equal("{\"greeting\":\"new\"}", await StoredAsync());
    }

    [Fact]
    public async Task Overwriting_keeps_what_was_there_in_quarantine()
    {
        await SetAsync("{\"greeting\":\"new\"}");
        Assert.Equal((ExitCode.Done, "overwritten"), await ImportAsync("--overwrite"));
        Assert.Equal("{\"greeting\":\"Привет\",\"limit\":1.0}", await StoredAsync());
        var kept = Assert.Single(_hybrid.Store.Quarantine);
        Assert.Equal(
            ("config.json", "{\"greeting\":\"new\"}"), (kept.Key.Source, Encoding.UTF8.GetString(kept.Value)));
    }

    [Fact]
    public async Task A_deleted_configuration_stays_deleted_until_it_is_overwritten()
    {
        await SetAsync("{}");
        await _hybrid.RunAsync("config", "delete", "--bot", "han", "--yes");
        Assert.Equal((ExitCode.Done, "keptDeleted"), await ImportAsync());
        Assert.Equal((ExitCode.Done, "overwritten"), await ImportAsync("--overwrite"));
        Assert.Equal("{\"greeting\":\"Привет\",\"limit\":1.0}", await StoredAsync());
    }

    [Theory]
    [InlineData("keptOther")]
    [InlineData("overwritten", "--overwrite")]
    public async Task A_dry_run_says_it_and_writes_nothing(string expected, params string[] options)
    {
        await SetAsync("{}");
        Assert.Equal((ExitCode.Done, expected), await ImportAsync([.. options, "--dry-run"]));
        Assert.Equal(1, _hybrid.Store.BotConfiguration.Writes);
        Assert.Empty(_hybrid.Store.Quarantine);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"greeting\": ")]
    [InlineData("")]
    public async Task What_is_no_configuration_goes_to_quarantine(string text)
    {
        _folder.Add("config.json", Encoding.UTF8.GetBytes(text));
        Assert.Equal((ExitCode.Incomplete, "quarantined"), await ImportAsync());
        Assert.Equal(text, Encoding.UTF8.GetString(Assert.Single(_hybrid.Store.Quarantine).Value));
    }

    [Fact]
    public async Task What_is_saved_between_the_look_and_the_write_is_not_overwritten()
    {
        _hybrid.Store.BotConfiguration.OnCall = call =>
        {
            if (call == "save")
            {
                _hybrid.Store.BotConfiguration.OnCall = _ => { };
                Save("{\"greeting\":\"faster\"}");
            }
        };
        Assert.Equal((ExitCode.Done, "keptOther"), await ImportAsync());
        Assert.Equal("{\"greeting\":\"faster\"}", await StoredAsync());
    }

    [Fact]
    public async Task A_save_whose_answer_was_lost_is_found_to_be_there()
    {
        var isLost = false;
        _hybrid.Store.BotConfiguration.OnCall = call =>
        {
            if (call == "save" && !isLost)
            {
                isLost = true;
                Save("{\"greeting\":\"Привет\",\"limit\":1.0}");
                throw new OutcomeUnknownException("lost");
            }
        };
        Assert.Equal((ExitCode.Done, "unchanged"), await ImportAsync());
        Assert.Empty(_hybrid.Store.Quarantine);
    }

    private void Save(string body)
        => _hybrid.Store.BotConfiguration.Put(new ConfigurationKey(new BotId("han")), new JsonText(body));

    private Task<CommandResult> SetAsync(string body) => _hybrid.RunAsync("config", "set", body, "--bot", "han");

    private async Task<string> StoredAsync()
        => Encoding.UTF8.GetString((await _hybrid.RunAsync("config", "get", "--bot", "han")).Output);

    /// <summary>The one result that the settings had.</summary>
    private async Task<(ExitCode Code, string Result)> ImportAsync(params string[] options)
    {
        var result = await _hybrid.RunAsync(
            ["import", _folder.Path, "--bot", "han", "--format", "json", .. options]);
        var counted = result.Json.GetProperty("configuration").EnumerateObject()
            .Where(count => count.Value.GetInt64() > 0).ToList();
        return (result.Code, Assert.Single(counted).Name);
    }
}
