using System.Text.Json;
using HybridOrleans.Cli.Tests.Fakes;

namespace HybridOrleans.Cli.Tests.Commands;

public sealed class ConfigCommandTests
{
    private const string Ugly = """{"язык":"ru","a":1.0,"a":"\u0000"}""";

    private readonly CommandLineHarness _hybrid = new();

    [Fact]
    public async Task Get_prints_what_was_set_token_for_token_and_nothing_else()
    {
        var set = await HybridAsync("set", Ugly);
        Assert.Equal((ExitCode.Done, "revision 1, held by memory, store\n"), (set.Code, set.Text));
        var get = await HybridAsync("get");
        Assert.Equal((ExitCode.Done, Ugly, ""), (get.Code, get.Text, get.Messages));
    }

    [Fact]
    public async Task Get_as_JSON_names_the_scope_and_tells_whether_the_store_confirmed_it()
    {
        await HybridAsync("set", Ugly, "--scope", "chat", "--id", "-42");
        var result = await HybridAsync("get", "--scope", "chat", "--id", "-42", "--fresh", "--format", "json");
        Assert.Contains($"\"body\": {Ugly}", result.Text, StringComparison.Ordinal);
        string[] texts = ["bot", "scope", "id", "servedBy"];
        Assert.Equal(["han", "chat", "-42", "store"], texts.Select(t => result.Json.GetProperty(t).GetString()));
        Assert.Equal(1, result.Json.GetProperty("revision").GetInt64());
        Assert.Equal(0.25, result.Json.GetProperty("ageSeconds").GetDouble());
        Assert.Equal(JsonValueKind.True, result.Json.GetProperty("confirmed").ValueKind);
    }

    [Fact]
    public async Task Get_says_when_the_store_could_not_be_asked()
    {
        await HybridAsync("set", "{}");
        _hybrid.Store.BotConfiguration.IsConfirmed = false;
        var result = await HybridAsync("get");
        Assert.Equal((ExitCode.Done, "{}"), (result.Code, result.Text));
        Assert.Contains("the store did not answer", result.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scopes_are_told_apart()
    {
        await HybridAsync("set", """{"n":1}""");
        await HybridAsync("set", """{"n":2}""", "--scope", "chat");
        await HybridAsync("set", """{"n":3}""", "--scope", "chat", "--id", "1");
        Assert.Equal("""{"n":1}""", (await HybridAsync("get", "--scope", "global")).Text);
        Assert.Equal("""{"n":2}""", (await HybridAsync("get", "--scope", "chat", "--id", "")).Text);
        Assert.Equal("""{"n":3}""", (await HybridAsync("get", "--scope", "chat", "--id", "1")).Text);
    }

    [Theory]
    [InlineData("get")]
    [InlineData("history")]
    [InlineData("delete", "--yes")]
    public async Task One_that_is_not_there_has_an_exit_code_of_its_own(params string[] command)
    {
        var result = await HybridAsync([.. command, "--scope", "chat", "--id", "7"]);
        Assert.Equal((ExitCode.NotFound, ""), (result.Code, result.Text));
        Assert.Equal("hybrid: han has no configuration 'chat' of '7'.\n", result.Messages.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Set_with_a_stale_revision_writes_nothing()
    {
        await HybridAsync("set", """{"n":1}""", "--expect", "0");
        Assert.Equal(ExitCode.Conflict, (await HybridAsync("set", """{"n":2}""", "--expect", "0")).Code);
        Assert.Equal("""{"n":1}""", (await HybridAsync("get")).Text);
    }

    [Fact]
    public async Task Patch_prints_its_receipt()
    {
        var result = await HybridAsync("patch", """{"n":1}""", "--format", "json");
        Assert.Equal("global", result.Json.GetProperty("scope").GetString());
        Assert.Equal(1, result.Json.GetProperty("revision").GetInt64());
    }

    [Fact]
    public async Task Delete_wants_a_yes_and_tells_what_it_did()
    {
        await HybridAsync("set", "{}");
        var unsure = await HybridAsync("delete");
        Assert.Equal(ExitCode.Usage, unsure.Code);
        Assert.Contains("--yes", unsure.Messages, StringComparison.Ordinal);
        Assert.Equal("{}", (await HybridAsync("get")).Text);
        var sure = await HybridAsync("delete", "--yes", "--format", "json");
        Assert.True(sure.Json.GetProperty("deleted").GetBoolean());
        var gone = await HybridAsync("history");
        Assert.Contains("revision 2 deleted it", gone.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_lists_when_and_which_members()
    {
        await HybridAsync("set", "{}");
        await HybridAsync("set", "{}");
        var text = await HybridAsync("history");
        var rows = text.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(row => string.Join(' ', row.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            .ToList();
        Assert.Equal("revision time (UTC) members", rows[0]);
        Assert.Equal(
            ["2 2026-11-23 12:00:00 language, limit and 3 more", "1 2026-11-22 12:00:00 none"], rows[^2..]);
        var json = await HybridAsync("history", "--format", "json");
        var change = json.Json.GetProperty("changes")[0];
        Assert.Equal(2, change.GetProperty("revision").GetInt64());
        Assert.Equal("language", change.GetProperty("members")[0].GetString());
        Assert.Equal(3, change.GetProperty("membersLeftOut").GetInt32());
    }

    [Theory]
    [InlineData("--scope", "")]
    [InlineData("--id", "../up")]
    public async Task A_scope_that_is_none_is_a_mistake_in_the_command_line(params string[] scope)
    {
        var result = await HybridAsync(["get", .. scope]);
        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Null(_hybrid.Connected);
    }

    private Task<CommandResult> HybridAsync(params string[] arguments)
        => _hybrid.RunAsync(["config", .. arguments, "--bot", "han"]);
}
