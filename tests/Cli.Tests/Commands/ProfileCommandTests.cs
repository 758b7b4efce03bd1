using System.Text;
using HybridOrleans.Cli.Tests.Fakes;

namespace HybridOrleans.Cli.Tests.Commands;

public sealed class ProfileCommandTests : IDisposable
{
    private const string Ugly = """{"name":"Ева 🌸","name":"\ud83d\u0000","n":1.0,"_rev":"x"}""";

    private readonly CommandLineHarness _hybrid = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Get_prints_the_body_byte_for_byte_and_nothing_else()
    {
        await _hybrid.RunAsync("profile", "set", "42", Ugly, "--bot", "han");
        var result = await _hybrid.RunAsync("profile", "get", "42", "--bot", "han");
        Assert.Equal((ExitCode.Done, Ugly, ""), (result.Code, result.Text, result.Messages));
    }

    [Fact]
    public async Task Get_as_JSON_is_an_envelope_around_the_untouched_body()
    {
        await _hybrid.RunAsync("profile", "set", "42", Ugly, "--bot", "han");
        var result = await _hybrid.RunAsync("profile", "get", "42", "--bot", "han", "--format", "json");
        Assert.Contains($"\"body\": {Ugly}", result.Text, StringComparison.Ordinal);
        Assert.Equal("han", result.Json.GetProperty("bot").GetString());
        Assert.Equal(42, result.Json.GetProperty("id").GetInt64());
        Assert.Equal(1, result.Json.GetProperty("revision").GetInt64());
        Assert.Equal("memory", result.Json.GetProperty("servedBy").GetString());
        Assert.Equal(1.5, result.Json.GetProperty("ageSeconds").GetDouble());
    }

    [Fact]
    public async Task Erase_says_what_is_still_open_and_ends_with_0_only_when_nothing_is()
    {
        await _hybrid.RunAsync("profile", "set", "42", "{}", "--bot", "han");
        _hybrid.Store.OpenSteps.Add(new("postgres", "it is away"));
        var open = await _hybrid.RunAsync("profile", "erase", "42", "--bot", "han", "--yes");
        Assert.Equal((ExitCode.Incomplete, "open: postgres: it is away\n"), (open.Code, open.Text));
        var json = await _hybrid.RunAsync(
            "profile", "erase", "42", "--bot", "han", "--status", "--format", "json");
        Assert.Equal("open", json.Json.GetProperty("state").GetString());
        Assert.Equal("it is away", json.Json.GetProperty("open").GetProperty("postgres").GetString());
        _hybrid.Store.OpenSteps.Clear();
        var done = await _hybrid.RunAsync("profile", "erase", "42", "--bot", "han", "--status");
        Assert.Equal((ExitCode.Done, "erased: every store has confirmed it\n"), (done.Code, done.Text));
        Assert.Null(_hybrid.Store.Body("han", 42));
    }

    [Fact]
    public async Task Erase_status_of_a_user_that_nobody_erased_is_not_found_and_changes_nothing()
    {
        var result = await _hybrid.RunAsync("profile", "erase", "42", "--bot", "han", "--status");
        Assert.Equal(ExitCode.NotFound, result.Code);
        Assert.Equal(0, _hybrid.Store.Writes);
    }

    [Fact]
    public async Task Get_fresh_asks_the_store()
    {
        await _hybrid.RunAsync("profile", "set", "42", "{}", "--bot", "han");
        var result = await _hybrid.RunAsync("profile", "get", "42", "--bot", "han", "--fresh", "--format", "json");
        Assert.Equal("store", result.Json.GetProperty("servedBy").GetString());
    }

    [Fact]
    public async Task Get_warns_of_what_the_cache_says_alone()
    {
        await _hybrid.RunAsync("profile", "set", "42", Ugly, "--bot", "han");
        _hybrid.Store.IsAway = true;
        var text = await _hybrid.RunAsync("profile", "get", "42", "--bot", "han");
        Assert.Equal((ExitCode.Done, Ugly), (text.Code, text.Text));
        Assert.Contains(
            "revision 1 as the cache holds it, 1.5 s old and not validated", text.Messages, StringComparison.Ordinal);
        var json = await _hybrid.RunAsync("profile", "get", "42", "--bot", "han", "--format", "json");
        Assert.Equal("cache", json.Json.GetProperty("servedBy").GetString());
        Assert.True(json.Json.GetProperty("unvalidated").GetBoolean());
    }

    [Theory]
    [InlineData("text", "")]
    [InlineData("json", "null")]
    public async Task Get_of_nothing_has_an_exit_code_of_its_own(string format, string expected)
    {
        var result = await _hybrid.RunAsync("profile", "get", "42", "--bot", "han", "--format", format);
        Assert.Equal(ExitCode.NotFound, result.Code);
        Assert.Contains(expected, result.Text, StringComparison.Ordinal);
        Assert.Contains("han has no profile 42", result.Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-1001234", "--bot", "han")]
    [InlineData("--", "-1001234")]
    [InlineData("--bot", "han", "--", "-1001234")]
    [InlineData("-9223372036854775808")]
    [InlineData("9223372036854775807")]
    public async Task Ids_of_groups_and_the_largest_ids_are_taken(params string[] arguments)
    {
        _hybrid.Environment["HYBRID_BOT"] = "han";
        var id = arguments.Single(a => a.Any(char.IsAsciiDigit));
        await _hybrid.RunAsync("profile", "set", id, "{}", "--bot", "han");
        var result = await _hybrid.RunAsync(["profile", "get", .. arguments]);
        Assert.Equal((ExitCode.Done, "{}"), (result.Code, result.Text));
        Assert.Equal(long.Parse(id, null), Assert.Single(_hybrid.Store.Ids("han")));
    }

    [Fact]
    public async Task Set_takes_an_argument_a_file_and_the_input()
    {
        var file = _folder.Add("eva.json", "{ \"from\": \"file\" }"u8);
        await _hybrid.RunAsync("profile", "set", "1", "{ \"from\": \"argument\" }", "--bot", "han");
        await _hybrid.RunAsync("profile", "set", "2", "--file", file, "--bot", "han");
        await _hybrid.RunWithInputAsync("{\"from\":\"input\"}\n"u8.ToArray(), "profile", "set", "3", "--bot", "han");
        await _hybrid.RunWithInputAsync("{\"from\":\"dash\"}"u8.ToArray(), "profile", "set", "-4", "-", "--bot", "han");
        Assert.Equal(
            ["{\"from\":\"argument\"}", "{\"from\":\"file\"}", "{\"from\":\"input\"}", "{\"from\":\"dash\"}"],
            new long[] { 1, 2, 3, -4 }.Select(id => Encoding.UTF8.GetString(_hybrid.Store.Body("han", id)!)));
    }

    [Theory]
    [InlineData("{\"a\":", "it is no JSON")]
    [InlineData("[1]", "it is no JSON object")]
    [InlineData("@file", "it is no JSON")]
    public async Task Set_refuses_what_is_no_profile(string body, string reason)
    {
        var result = await _hybrid.RunAsync("profile", "set", "1", body, "--bot", "han");
        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains(reason, result.Messages, StringComparison.Ordinal);
        Assert.Null(_hybrid.Connected);
    }

    [Fact]
    public async Task Set_with_two_bodies_or_none_says_so()
    {
        var both = await _hybrid.RunAsync("profile", "set", "1", "{}", "--file", "x", "--bot", "han");
        Assert.Contains("not both", both.Messages, StringComparison.Ordinal);
        var missing = await _hybrid.RunAsync("profile", "set", "1", "--file", "x", "--bot", "han");
        Assert.Contains("There is no file 'x'", missing.Messages, StringComparison.Ordinal);
        _hybrid.InputIsTerminal = true;
        var none = await _hybrid.RunAsync("profile", "set", "1", "--bot", "han");
        Assert.Contains("Where is the JSON?", none.Messages, StringComparison.Ordinal);
        Assert.All([both, missing, none], result => Assert.Equal(ExitCode.Usage, result.Code));
    }

    [Fact]
    public async Task Set_with_a_stale_revision_writes_nothing()
    {
        await _hybrid.RunAsync("profile", "set", "1", "{\"n\":1}", "--bot", "han", "--expect", "0");
        var stale = await _hybrid.RunAsync("profile", "set", "1", "{\"n\":2}", "--bot", "han", "--expect", "0");
        Assert.Equal(ExitCode.Conflict, stale.Code);
        Assert.Equal("{\"n\":1}"u8.ToArray(), _hybrid.Store.Body("han", 1));
        var fitting = await _hybrid.RunAsync("profile", "set", "1", "{\"n\":2}", "--bot", "han", "--expect", "1");
        Assert.Equal((ExitCode.Done, "revision 2, held by memory, store\n"), (fitting.Code, fitting.Text));
    }

    [Fact]
    public async Task Patch_sends_the_patch_and_prints_the_receipt()
    {
        var result = await _hybrid.RunAsync(
            "profile", "patch", "1", "{\"name\":null}", "--bot", "han", "--format", "json");
        Assert.Equal(ExitCode.Done, result.Code);
        Assert.Equal(1, result.Json.GetProperty("revision").GetInt64());
        Assert.Equal(
            ["memory", "store"], result.Json.GetProperty("heldBy").EnumerateArray().Select(t => t.GetString()));
        Assert.Equal("{\"name\":null}"u8.ToArray(), _hybrid.Store.Body("han", 1));
    }

    [Fact]
    public async Task Delete_wants_a_yes()
    {
        await _hybrid.RunAsync("profile", "set", "1", "{}", "--bot", "han");
        var refused = await _hybrid.RunAsync("profile", "delete", "1", "--bot", "han");
        Assert.Equal(ExitCode.Usage, refused.Code);
        Assert.Contains("add --yes", refused.Messages, StringComparison.Ordinal);
        _hybrid.InputIsTerminal = true;
        var no = await _hybrid.RunWithInputAsync("n\n"u8.ToArray(), "profile", "delete", "1", "--bot", "han");
        Assert.Equal(ExitCode.Stopped, no.Code);
        Assert.NotNull(_hybrid.Store.Body("han", 1));
        var yes = await _hybrid.RunWithInputAsync("y\n"u8.ToArray(), "profile", "delete", "1", "--bot", "han");
        Assert.Equal(ExitCode.Done, yes.Code);
        Assert.Null(_hybrid.Store.Body("han", 1));
        var again = await _hybrid.RunAsync("profile", "delete", "1", "--bot", "han", "--yes", "--format", "json");
        Assert.Equal(ExitCode.NotFound, again.Code);
        Assert.False(again.Json.GetProperty("deleted").GetBoolean());
    }

    [Fact]
    public async Task List_prints_ids_and_revisions()
    {
        await _hybrid.RunAsync("profile", "set", "7", "{}", "--bot", "han");
        await _hybrid.RunAsync("profile", "set", "-8", "{}", "--bot", "han");
        var text = await _hybrid.RunAsync("profile", "list", "--bot", "han");
        Assert.Equal("-8\t1\n7\t1\n", text.Text);
        var json = await _hybrid.RunAsync("profile", "list", "--bot", "han", "--format", "json");
        Assert.Equal(
            [-8, 7], json.Json.GetProperty("profiles").EnumerateArray().Select(p => p.GetProperty("id").GetInt64()));
    }
}
