using System.Text.Json;
using HybridOrleans.Cli.Tests.Fakes;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Tests.Commands;

public sealed class ConversationCommandTests
{
    private readonly CommandLineHarness _hybrid = new();

    public ConversationCommandTests() => _hybrid.Environment["HYBRID_BOT"] = "han";

    [Fact]
    public async Task Append_names_the_message_and_says_when_it_was_there_already()
    {
        var first = await _hybrid.RunAsync("conversation", "append", "42", "Привет", "--id", "7");
        var again = await _hybrid.RunAsync("conversation", "append", "42", "something else", "--id", "7");
        var group = await _hybrid.RunAsync("conversation", "append", "-42", "Hi", "--out", "--format", "json");
        Assert.Equal((ExitCode.Done, "message 1, held by memory, store\n"), (first.Code, first.Text));
        Assert.Equal(
            (ExitCode.Done, "message 1 was there already, held by memory, store\n"), (again.Code, again.Text));
        Assert.Equal(-42, group.Json.GetProperty("chat").GetInt64());
        Assert.Equal(1, group.Json.GetProperty("sequence").GetInt64());
        Assert.True(group.Json.GetProperty("isNew").GetBoolean());
        Assert.Equal("""["memory","store"]""", JsonSerializer.Serialize(group.Json.GetProperty("heldBy")));
    }

    [Fact]
    public async Task Recent_prints_one_line_for_each_message_and_no_control_character()
    {
        await SayAsync("one", "two\nlines\u001b[31m", "три 🌻");
        var all = await _hybrid.RunAsync("conversation", "recent", "42");
        Assert.Equal(
            "1\t1970-01-01T00:00:00Z\tin\tone\n"
            + "2\t1970-01-01T00:00:00Z\tin\ttwo\\u000alines\\u001b[31m\n"
            + "3\t1970-01-01T00:00:00Z\tin\tтри 🌻\n",
            all.Text);
        var last = await _hybrid.RunAsync(
            "conversation", "recent", "42", "--count", "1", "--fresh", "--format", "json");
        Assert.Equal("store", last.Json.GetProperty("servedBy").GetString());
        Assert.Equal((1, 4), (last.Json.GetProperty("first").GetInt64(), last.Json.GetProperty("next").GetInt64()));
        var message = Assert.Single(last.Json.GetProperty("messages").EnumerateArray());
        Assert.Equal("три 🌻", message.GetProperty("text").GetString());
        Assert.Equal("in", message.GetProperty("direction").GetString());
        Assert.Equal(JsonValueKind.Null, message.GetProperty("id").ValueKind);
    }

    [Fact]
    public async Task Range_begins_where_it_is_told()
    {
        await SayAsync("one", "two", "three", "four");
        var result = await _hybrid.RunAsync("conversation", "range", "42", "2", "--count", "2");
        Assert.Equal(["two", "three"], result.Text.Trim().Split('\n').Select(line => line.Split('\t')[3]));
        var beyond = await _hybrid.RunAsync("conversation", "range", "42", "9");
        Assert.Equal((ExitCode.Done, ""), (beyond.Code, beyond.Text));
        Assert.Contains("han has no such messages with 42", beyond.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Count_prints_one_number()
    {
        await SayAsync("one", "two");
        Assert.Equal("2\n", (await _hybrid.RunAsync("conversation", "count", "42")).Text);
        var json = (await _hybrid.RunAsync("conversation", "count", "43", "--format", "json")).Json;
        Assert.Equal(0, json.GetProperty("count").GetInt64());
    }

    [Fact]
    public async Task Delete_asks_first_and_has_an_exit_code_for_nothing()
    {
        await SayAsync("one", "two");
        _hybrid.InputIsTerminal = true;
        var refused = await _hybrid.RunWithInputAsync("n\n"u8.ToArray(), "conversation", "delete", "42");
        Assert.Equal(ExitCode.Stopped, refused.Code);
        Assert.Equal("2\n", (await _hybrid.RunAsync("conversation", "count", "42")).Text);
        var deleted = await _hybrid.RunAsync("conversation", "delete", "42", "--yes", "--format", "json");
        Assert.Equal((ExitCode.Done, 2), (deleted.Code, deleted.Json.GetProperty("deleted").GetInt64()));
        Assert.Equal(ExitCode.NotFound, (await _hybrid.RunAsync("conversation", "delete", "42", "--yes")).Code);
        var next = await _hybrid.RunAsync("conversation", "append", "42", "again");
        Assert.StartsWith("message 3,", next.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("append", "0", "x")]
    [InlineData("append", "42", "")]
    [InlineData("range", "42", "x")]
    public async Task What_is_not_acceptable_ends_as_a_mistake_in_the_command_line(params string[] arguments)
        => Assert.Equal(ExitCode.Usage, (await _hybrid.RunAsync(["conversation", .. arguments])).Code);

    private async Task SayAsync(params string[] texts)
    {
        foreach (var text in texts)
        {
            await _hybrid.Store.Conversations.AppendAsync(
                new ConversationKey(new BotId("han"), 42),
                new NewMessage { Direction = MessageDirection.In, Text = text },
                TestContext.Current.CancellationToken);
        }
    }
}
