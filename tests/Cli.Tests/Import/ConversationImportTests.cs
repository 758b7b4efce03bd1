using System.Text;
using HybridOrleans.Cli.Tests.Fakes;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Tests.Import;

public sealed class ConversationImportTests : IDisposable
{
    private static readonly ConversationKey Chat = new(new BotId("han"), 1001);

    private readonly CommandLineHarness _hybrid = new();
    private readonly TemporaryFolder _folder = new();

    public ConversationImportTests() => _folder.Add("girls_data/5.json", "{}"u8);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Messages_come_in_the_order_of_the_file_with_their_times_and_an_id()
    {
        Write(
            """{"ts": "2025-03-01T18:40:00Z", "direction": "in", "text": "Привет 🌻"}""",
            """{"ts":"2025-03-01T20:42:07.125000+02:00","direction":"out","text":"Да \n\u0000"}""");
        Assert.Equal((ExitCode.Done, "imported=2"), await ImportAsync());
        var stored = await StoredAsync();
        Assert.Equal(["Привет 🌻", "Да \n\0"], stored.Select(m => m.Text));
        Assert.Equal([MessageDirection.In, MessageDirection.Out], stored.Select(m => m.Direction));
        Assert.Equal(new DateTimeOffset(2025, 3, 1, 18, 42, 7, 125, TimeSpan.Zero), stored[1].Timestamp);
        Assert.Matches("^import:1:[0-9a-f]{16}$", stored[0].Id);
        Assert.Matches("^import:2:[0-9a-f]{16}$", stored[1].Id);
    }

    [Fact]
    public async Task A_second_import_of_more_messages_than_ids_are_remembered_adds_nothing()
    {
        Write([.. Enumerable.Range(1, 2_500).Select(Line)]);
        Assert.Equal((ExitCode.Done, "imported=2500"), await ImportAsync());
        Assert.Equal((ExitCode.Done, "unchanged=2500"), await ImportAsync());
        Assert.Equal(2_500, _hybrid.Store.Chats.Writes);
        Assert.Equal(Enumerable.Range(1, 2_500).Select(n => $"{n}"), (await StoredAsync()).Select(m => m.Text));
    }

    [Fact]
    public async Task Two_equal_messages_are_two()
    {
        Write(Line(1), Line(1));
        Assert.Equal((ExitCode.Done, "imported=2"), await ImportAsync());
        Assert.Equal((ExitCode.Done, "unchanged=2"), await ImportAsync());
    }

    [Fact]
    public async Task What_the_old_bot_has_added_since_is_added_by_the_next_import()
    {
        Write(Line(1), Line(2));
        await ImportAsync();
        Write(Line(1), Line(2), Line(3));
        Assert.Equal((ExitCode.Done, "imported=1 unchanged=2"), await ImportAsync());
        Assert.Equal(["1", "2", "3"], (await StoredAsync()).Select(m => m.Text));
    }

    [Fact]
    public async Task A_conversation_that_went_on_holds_the_import_unchanged()
    {
        Write(Line(1), Line(2));
        await ImportAsync();
        await SayAsync("new");
        Assert.Equal((ExitCode.Done, "unchanged=2"), await ImportAsync());
    }

    [Theory]
    [InlineData("--in-flight=1")]
    [InlineData("--overwrite")]
    public async Task Older_messages_never_come_behind_newer_ones(string option)
    {
        Write(Line(1));
        await ImportAsync();
        await SayAsync("new");
        Write(Line(1), Line(2), Line(3));
        Assert.Equal((ExitCode.Done, "unchanged=1 keptOther=2"), await ImportAsync(option));
        Assert.Equal(["1", "new"], (await StoredAsync()).Select(m => m.Text));
    }

    [Fact]
    public async Task A_deleted_conversation_stays_deleted_until_it_is_overwritten()
    {
        Write(Line(1), Line(2));
        await ImportAsync();
        await _hybrid.Store.Conversations.DeleteAsync(Chat, TestContext.Current.CancellationToken);
        Assert.Equal((ExitCode.Done, "keptDeleted=2"), await ImportAsync());
        Assert.Empty(await StoredAsync());
        Assert.Equal((ExitCode.Done, "imported=2"), await ImportAsync("--overwrite"));
        Assert.Equal(["1", "2"], (await StoredAsync()).Select(m => m.Text));
    }

    [Fact]
    public async Task An_answer_that_was_lost_in_the_middle_adds_nothing_twice()
    {
        var appended = 0;
        _hybrid.Store.Chats.OnAppend = _ =>
        {
            if (++appended == 40)
            {
                throw new OutcomeUnknownException("lost");
            }
        };
        Write([.. Enumerable.Range(1, 100).Select(Line)]);
        Assert.Equal((ExitCode.Done, "imported=100"), await ImportAsync());
        Assert.Equal(Enumerable.Range(1, 100).Select(n => $"{n}"), (await StoredAsync()).Select(m => m.Text));
    }

    [Theory]
    [InlineData("""{"ts":"2025-03-01T18:40:00Z","direction":"in","text":""}""", "its text is empty")]
    [InlineData("""{"ts":"2025-03-01T18:40:00Z","direction":"in","text":5}""", "it has no text")]
    [InlineData("""{"ts":"2025-03-01T18:40:00Z","direction":"up","text":"a"}""", "its direction is neither")]
    [InlineData("""{"ts":"2025-03-01T18:40:00","direction":"in","text":"a"}""", "its ts is no time")]
    [InlineData("""{"ts":"yesterday","direction":"in","text":"a"}""", "its ts is no time")]
    [InlineData("""{"direction":"in","text":"a"}""", "its ts is no time")]
    [InlineData("""{"ts":"2025-03-01T18:40:00Z","direction":"in","text":"\ud83d"}""", "half of a surrogate pair")]
    [InlineData("""{"ts": no}""", "it is no JSON: line 1, byte 9")]
    [InlineData("\"a text\"", "it is no JSON object")]
    public async Task What_is_no_message_goes_to_quarantine_and_its_neighbours_come_in(string element, string reason)
    {
        Write(Line(1), element, Line(3));
        Assert.Equal((ExitCode.Incomplete, "imported=2 quarantined=1"), await ImportAsync());
        var kept = Assert.Single(_hybrid.Store.Quarantine);
        Assert.Equal(("conversations/1001.json#2", element), (kept.Key.Source, Encoding.UTF8.GetString(kept.Value)));
        Assert.Contains(reason, kept.Key.Reason, StringComparison.Ordinal);
        Assert.Equal((ExitCode.Incomplete, "unchanged=2 quarantined=1"), await ImportAsync());
    }

    [Theory]
    [InlineData(4_096, "imported=1")]
    [InlineData(4_097, "quarantined=1")]
    public async Task A_text_has_at_most_4096_characters(int length, string expected)
    {
        var text = string.Concat(Enumerable.Repeat("🌻", length));
        Write($$"""{"ts":"2025-03-01T18:40:00Z","direction":"in","text":"{{text}}"}""");
        Assert.Equal(expected, (await ImportAsync()).Messages);
    }

    [Theory]
    [InlineData("""{"ts":"2025-03-01T18:40:00Z","direction":"in","text":"a","photo":{"id":7}}""")]
    [InlineData("""{"ts":"2025-03-01T18:40:00Z","direction":"in","text":"b","text":"a"}""")]
    public async Task A_message_with_more_members_comes_in_and_is_kept_whole_in_quarantine(string element)
    {
        Write(element);
        Assert.Equal((ExitCode.Incomplete, "imported=1 quarantined=1"), await ImportAsync());
        Assert.Equal("a", Assert.Single(await StoredAsync()).Text);
        Assert.Equal(element, Encoding.UTF8.GetString(Assert.Single(_hybrid.Store.Quarantine).Value));
    }

    [Fact]
    public async Task A_file_that_was_cut_off_gives_what_is_before_the_cut_and_the_next_import_the_rest()
    {
        _folder.Add("conversations/1001.json", Encoding.UTF8.GetBytes($"[{Line(1)}, {Line(2)[..30]}"));
        Assert.Equal((ExitCode.Incomplete, "imported=1 quarantined=1"), await ImportAsync());
        Write(Line(1), Line(2));
        Assert.Equal((ExitCode.Done, "imported=1 unchanged=1"), await ImportAsync());
    }

    [Theory]
    [InlineData("1001", "")]
    [InlineData("1001", "{}")]
    [InlineData("eva", "[]")]
    [InlineData("0042", "[1]")]
    public async Task A_file_that_is_no_conversation_goes_to_quarantine_whole(string name, string text)
    {
        _folder.Add($"conversations/{name}.json", Encoding.UTF8.GetBytes(text));
        Assert.Equal((ExitCode.Incomplete, "quarantined=1"), await ImportAsync());
        var kept = Assert.Single(_hybrid.Store.Quarantine);
        Assert.Equal(
            ($"conversations/{name}.json", text), (kept.Key.Source, Encoding.UTF8.GetString(kept.Value)));
    }

    [Fact]
    public async Task A_dry_run_counts_and_writes_nothing()
    {
        Write(Line(1), Line(2), "{}");
        Assert.Equal((ExitCode.Incomplete, "imported=2 quarantined=1"), await ImportAsync("--dry-run"));
        Assert.Equal(0, _hybrid.Store.Chats.Writes);
        Assert.Empty(_hybrid.Store.Quarantine);
    }

    private static string Line(int number)
        => $$"""{"ts":"2025-03-01T18:40:00Z","direction":"in","text":"{{number}}"}""";

    private void Write(params string[] elements)
        => _folder.Add("conversations/1001.json", Encoding.UTF8.GetBytes($"[{string.Join(",\n", elements)}]\n"));

    private async Task SayAsync(string text)
        => await _hybrid.Store.Conversations.AppendAsync(
            Chat, new() { Direction = MessageDirection.In, Text = text }, TestContext.Current.CancellationToken);

    private async Task<IReadOnlyList<ConversationMessage>> StoredAsync()
        => (await _hybrid.Store.Conversations.GetRangeAsync(
            Chat, 1, 10_000, TestContext.Current.CancellationToken)).Messages;

    /// <summary>The counts of messages that are not 0, in the order of the report.</summary>
    private async Task<(ExitCode Code, string Messages)> ImportAsync(params string[] options)
    {
        var result = await _hybrid.RunAsync(
            ["import", _folder.Path, "--bot", "han", "--format", "json", .. options]);
        return (result.Code, string.Join(' ', result.Json.GetProperty("messages").EnumerateObject()
            .Where(count => count.Value.GetInt64() > 0).Select(count => $"{count.Name}={count.Value}")));
    }
}
