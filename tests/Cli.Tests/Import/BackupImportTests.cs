using System.Text;
using HybridOrleans.Cli.Tests.Fakes;

namespace HybridOrleans.Cli.Tests.Import;

public sealed class BackupImportTests : IDisposable
{
    private readonly CommandLineHarness _hybrid = new();
    private readonly TemporaryFolder _folder = new();

    public BackupImportTests() => _folder.Add("girls_data/5.json", "{}"u8);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("[ {\"text\": \"До завтра\"} ]", "{\"messages\":[{\"text\":\"До завтра\"}]}")]
    [InlineData("\uFEFF\r\n[]", "{\"messages\":[]}")]
    [InlineData("{\"date\": \"2025-02-28\", \"n\": 1.0}", "{\"date\":\"2025-02-28\",\"n\":1.0}")]
    public async Task A_day_becomes_a_document_of_the_scope_backup(string text, string expected)
    {
        _folder.Add("backups/-1001/2025-02-28.json", Encoding.UTF8.GetBytes(text));
        Assert.Equal((ExitCode.Done, "imported"), await ImportAsync());
        Assert.Equal(expected, await StoredAsync("-1001/2025-02-28"));
        Assert.Equal((ExitCode.Done, "unchanged"), await ImportAsync());
        Assert.Equal(1, _hybrid.Store.BotConfiguration.Writes);
    }

    [Theory]
    [InlineData("backups/1001/yesterday.json")]
    [InlineData("backups/1001/2025-02-30.json")]
    [InlineData("backups/1001/2025-2-03.json")]
    [InlineData("backups/eva/2025-02-28.json")]
    [InlineData("backups/01001/2025-02-28.json")]
    public async Task A_name_that_is_no_chat_and_date_goes_to_quarantine(string name)
    {
        _folder.Add(name, "[1]"u8);
        Assert.Equal((ExitCode.Incomplete, "quarantined"), await ImportAsync());
        var kept = Assert.Single(_hybrid.Store.Quarantine);
        Assert.Equal((name, "its name is no chat id and date"), kept.Key);
        Assert.Equal("[1]"u8.ToArray(), kept.Value);
    }

    [Theory]
    [InlineData("[{\"text\": \"cut")]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("[], \"more\": 1")]
    public async Task What_is_no_day_goes_to_quarantine_as_it_is(string text)
    {
        _folder.Add("backups/1001/2025-02-28.json", Encoding.UTF8.GetBytes(text));
        Assert.Equal((ExitCode.Incomplete, "quarantined"), await ImportAsync());
        Assert.Equal(text, Encoding.UTF8.GetString(Assert.Single(_hybrid.Store.Quarantine).Value));
        Assert.Equal(0, _hybrid.Store.BotConfiguration.Writes);
    }

    [Fact]
    public async Task A_day_over_the_limit_of_a_document_goes_to_quarantine()
    {
        _folder.Add("backups/1001/2025-02-28.json", Encoding.UTF8.GetBytes($"[\"{new string('x', 1_008 * 1024)}\"]"));
        Assert.Equal((ExitCode.Incomplete, "quarantined"), await ImportAsync());
        Assert.Contains("more than the limit", Assert.Single(_hybrid.Store.Quarantine).Key.Reason);
    }

    [Fact]
    public async Task A_day_that_is_another_one_on_the_cluster_is_kept()
    {
        await _hybrid.RunAsync(
            "config", "set", "{}", "--scope", "backup", "--id", "1001/2025-02-28", "--bot", "han");
        _folder.Add("backups/1001/2025-02-28.json", "[1]"u8);
        Assert.Equal((ExitCode.Done, "keptOther"), await ImportAsync());
        Assert.Equal("{}", await StoredAsync("1001/2025-02-28"));
    }

    private async Task<string> StoredAsync(string scopeId)
        => Encoding.UTF8.GetString((await _hybrid.RunAsync(
            "config", "get", "--scope", "backup", $"--id={scopeId}", "--bot", "han")).Output);

    private async Task<(ExitCode Code, string Result)> ImportAsync()
    {
        var result = await _hybrid.RunAsync("import", _folder.Path, "--bot", "han", "--format", "json");
        var counted = result.Json.GetProperty("backups").EnumerateObject()
            .Where(count => count.Value.GetInt64() > 0).ToList();
        return (result.Code, Assert.Single(counted).Name);
    }
}
