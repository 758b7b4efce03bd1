using System.Text.Json;
using HybridOrleans.Cli.Tests.Fakes;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Tests.Commands;

public sealed class AnalyticsCommandTests
{
    private readonly CommandLineHarness _hybrid = new();

    public AnalyticsCommandTests() => _hybrid.Environment["HYBRID_BOT"] = "han";

    [Fact]
    public async Task Log_says_when_the_event_was_there_already()
    {
        var first = await _hybrid.RunAsync("analytics", "log", "paid", """{"sum":1.0}""", "--id", "7");
        var again = await _hybrid.RunAsync("analytics", "log", "paid", "--id", "7", "--format", "json");
        Assert.Equal((ExitCode.Done, "stored\n"), (first.Code, first.Text));
        Assert.False(again.Json.GetProperty("isNew").GetBoolean());
        Assert.Equal(1, again.Json.GetProperty("sequence").GetInt64());
    }

    [Fact]
    public async Task Count_prints_a_column_for_the_dimension_asked_for()
    {
        await _hybrid.RunAsync("analytics", "log", "in", "--dimension", "lang=ru", "--dimension", "kind=a=b");
        await _hybrid.RunAsync("analytics", "log", "in");
        var table = await _hybrid.RunAsync(
            "analytics", "count", "--by", "lang", "--per", "day", "--from", "2026-11-01", "--until", "2026-12-01",
            "--where", "kind=a=b");
        var lines = table.Text.Trim().Split('\n').Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["from", "type", "lang", "events"], lines.First());
        Assert.Equal(["2026-11-01", "00:00", "in", "ru", "1"], lines.ElementAt(2));
        Assert.Equal(["2026-11-01", "00:00", "in", "-", "1"], lines.ElementAt(3));
        var asked = _hybrid.Store.Events.Asked!;
        Assert.Equal((CountPeriod.Day, "a=b"), (asked.Period, asked.Where["kind"]));
        Assert.Equal(new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero), asked.Until);
    }

    [Fact]
    public async Task Count_says_when_there_is_nothing()
    {
        var none = await _hybrid.RunAsync("analytics", "count");
        Assert.Equal((ExitCode.Done, ""), (none.Code, none.Text));
        Assert.Contains("there are no such events", none.Messages, StringComparison.Ordinal);
        Assert.Equal(0, (await _hybrid.RunAsync("analytics", "count", "--format", "json")).Json.GetArrayLength());
    }

    [Fact]
    public async Task Export_prints_one_object_in_each_line_with_the_data_as_it_was_given()
    {
        await _hybrid.RunAsync("analytics", "log", "вход", """{"a":1.0}""", "--user", "42", "--dimension", "lang=ru");
        await _hybrid.RunAsync("analytics", "log", "out");
        var result = await _hybrid.RunAsync("analytics", "export", "--from", "2026-11-01", "--until", "2026-12-01");
        var lines = result.Text.Trim().Split('\n');
        Assert.Equal(
            """{"id":"made-0","ts":"2026-11-15T10:30:00Z","type":"вход","user":42,"dimensions":{"lang":"ru"},"""
            + "\"data\":{\"a\":1.0}}",
            lines[0]);
        Assert.Equal("out", JsonDocument.Parse(lines[1]).RootElement.GetProperty("type").GetString());
        Assert.Contains("2 events", result.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_asks_first_and_has_an_exit_code_for_nothing()
    {
        await _hybrid.RunAsync("analytics", "log", "in");
        _hybrid.InputIsTerminal = true;
        var refused = await _hybrid.RunWithInputAsync("n\n"u8.ToArray(), "analytics", "delete", "2026-11");
        Assert.Equal(ExitCode.Stopped, refused.Code);
        var deleted = await _hybrid.RunAsync("analytics", "delete", "2026-11", "--yes", "--format", "json");
        Assert.Equal((ExitCode.Done, 1), (deleted.Code, deleted.Json.GetProperty("deleted").GetInt64()));
        Assert.Equal(ExitCode.NotFound, (await _hybrid.RunAsync("analytics", "delete", "2026-11", "--yes")).Code);
    }

    [Theory]
    [InlineData("log", "")]
    [InlineData("log", "x", "[1]")]
    [InlineData("log", "x", "--dimension", "lang")]
    [InlineData("log", "x", "--dimension", "a=1", "--dimension", "a=2")]
    [InlineData("count", "--from", "yesterday")]
    [InlineData("count", "--from", "2026-11-02", "--until", "2026-11-01")]
    [InlineData("delete", "november", "--yes")]
    public async Task What_is_not_acceptable_ends_as_a_mistake_in_the_command_line(params string[] arguments)
        => Assert.Equal(ExitCode.Usage, (await _hybrid.RunAsync(["analytics", .. arguments])).Code);
}
