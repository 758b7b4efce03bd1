using HybridOrleans.Cli.Tests.Fakes;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Tests.Export;

public sealed class ExportTests : IDisposable
{
    private readonly CommandLineHarness _hybrid = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_exported_can_be_imported_for_another_bot_with_equal_bytes()
    {
        await _hybrid.RunAsync("import", Repository.LegacyBot, "--bot", "han_dating_bot");
        var export = await _hybrid.RunAsync("export", _folder.Path, "--bot", "han_dating_bot");
        Assert.Equal(ExitCode.Done, export.Code);
        var import = await _hybrid.RunAsync("import", _folder.Path, "--bot", "copy");
        Assert.Equal(ExitCode.Done, import.Code);
        var ids = _hybrid.Store.Ids("han_dating_bot");
        Assert.Equal(ids, _hybrid.Store.Ids("copy"));
        Assert.True(ids.Length > 10);
        Assert.All(ids, id => Assert.Equal(_hybrid.Store.Body("han_dating_bot", id), _hybrid.Store.Body("copy", id)));
        Assert.Empty(Directory.EnumerateFiles(_folder.Path, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_folder_that_is_not_empty_is_left_alone_unless_asked_for()
    {
        var mine = _folder.Add("girls_data/1.json", "mine"u8);
        await _hybrid.RunAsync("profile", "set", "1", "{\"name\":\"Ева\"}", "--bot", "han");
        var refused = await _hybrid.RunAsync("export", _folder.Path, "--bot", "han");
        Assert.Equal(ExitCode.Usage, refused.Code);
        Assert.Contains("--overwrite", refused.Messages, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(mine));
        var allowed = await _hybrid.RunAsync("export", _folder.Path, "--bot", "han", "--overwrite");
        Assert.Equal((ExitCode.Done, "1 profiles exported\n"), (allowed.Code, allowed.Text));
        Assert.Equal("{\n  \"name\": \"Ева\"\n}\n", File.ReadAllText(mine));
    }

    [Fact]
    public async Task A_damaged_profile_is_left_out_and_told()
    {
        await _hybrid.RunAsync("profile", "set", "1", "{}", "--bot", "han");
        _hybrid.Store.OnCall = call =>
        {
            if (call == "get")
            {
                throw new DataDamagedException("edited");
            }
        };
        var result = await _hybrid.RunAsync(
            "export", Path.Combine(_folder.Path, "new"), "--bot", "han", "--format", "json");
        Assert.Equal(ExitCode.Incomplete, result.Code);
        Assert.Equal(0, result.Json.GetProperty("exported").GetInt64());
        Assert.Equal(1, Assert.Single(result.Json.GetProperty("failed").EnumerateArray()).GetProperty("id").GetInt64());
    }
}
