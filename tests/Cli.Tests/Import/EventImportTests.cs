using System.Text;
using HybridOrleans.Grains.Interfaces;
using static HybridOrleans.Cli.Tests.Import.EventImporter;

namespace HybridOrleans.Cli.Tests.Import;

/// <summary>Which events come in, and what becomes of them.</summary>
public sealed class EventImportTests : IDisposable
{
    private readonly EventImporter _old = new();

    public void Dispose() => _old.Dispose();

    [Fact]
    public async Task An_event_keeps_its_time_its_type_and_every_token_of_its_data()
    {
        _old.Write(
            """{"timestamp": "2025-03-01 20:40:00.125000+02:00", "bot_id": "han", "event_type": "сообщение", """
            + """ "event_data": {"b": 1.0, "a": "\ud83d", "b": [1, 2]}}""");
        Assert.Equal((ExitCode.Done, "imported=1"), await _old.ImportAsync());
        var stored = Assert.Single(await _old.StoredAsync());
        Assert.Equal("сообщение", stored.Type);
        Assert.Equal(new DateTimeOffset(2025, 3, 1, 18, 40, 0, 125, TimeSpan.Zero), stored.Timestamp);
        Assert.Equal("""{"b":1.0,"a":"\ud83d","b":[1,2]}""", DataOf(stored));
        Assert.Matches("^import:analytics_202503[.]json:[0-9a-f]{16}:1:_6[+]02:00$", stored.Id);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(""","event_data":null""", "")]
    [InlineData(""","event_data":[1, 2]""", """{"event_data":[1,2]}""")]
    [InlineData(""","event_data":{"a":1},"version":3""", """{"event_data":{"a":1},"version":3}""")]
    [InlineData(""","version":{"x": 1}""", """{"version":{"x":1}}""")]
    [InlineData(""","event_type":"t1","event_data":{"a":1}""", """{"event_data":{"a":1},"event_type":"first"}""")]
    public async Task Unknown_members_and_data_that_is_no_object_are_kept_beside_the_data(string members, string data)
    {
        _old.Write($$"""{"timestamp":"2025-03-01T18:40:00Z","event_type":"first"{{members}}}""");
        Assert.Equal((ExitCode.Done, "imported=1"), await _old.ImportAsync());
        Assert.Equal(data, DataOf(Assert.Single(await _old.StoredAsync())));
    }

    [Theory]
    [InlineData("""{"user_id":42}""", 42L)]
    [InlineData("""{"chat_id":"-1001"}""", -1001L)]
    [InlineData("""{"chat_id":-1001,"user_id":7,"telegram_id":42}""", 42L)]
    [InlineData("""{"chat_id":-1001,"user_id":"vip"}""", -1001L)]
    [InlineData("""{"user_id":0,"direction":"in"}""", null)]
    [InlineData("""{"user":{"user_id":42}}""", null)]
    [InlineData("""{"user_id":42,"user":null}""", 42L)]
    public async Task The_user_that_the_data_names_is_the_user_of_the_event(string data, long? user)
    {
        _old.Write(
            $$"""{"timestamp":"2025-03-01T18:40:00Z","event_type":"t","event_data":{{data}}}""",
            $$"""{"timestamp":"2025-03-01T18:40:00Z","event_type":"t",{{data[1..]}}""");
        Assert.Equal((ExitCode.Done, "imported=2"), await _old.ImportAsync());
        Assert.All(await _old.StoredAsync(), stored => Assert.Equal(user, stored.UserId));
    }

    [Fact]
    public async Task Entries_of_another_bot_are_skipped_and_those_of_no_bot_are_not()
    {
        _old.Write(Of("\"han\""), Of("\"eva\""), Of("null"), Of("7"));
        Assert.Equal((ExitCode.Done, "imported=2 skipped=2"), await _old.ImportAsync());
        Assert.Equal((ExitCode.Done, "imported=1 unchanged=1 skipped=2"), await _old.ImportAsync("--source-bot", "7"));

        static string Of(string bot)
            => $$"""{"timestamp":"2025-03-01T18:40:00Z","bot_id":{{bot}},"event_type":"of {{bot.Trim('"')}}"}""";
    }

    [Theory]
    [InlineData("""{"timestamp":"2025-03-01T18:40:00","event_type":"t"}""", "its timestamp is no time")]
    [InlineData("""{"timestamp":"0001-03-01T18:40:00Z","event_type":"t"}""", "its timestamp is no time")]
    [InlineData("""{"event_type":"t"}""", "its timestamp is no time")]
    [InlineData("""{"timestamp":"2025-03-01T18:40:00Z","event_type":7}""", "it has no event_type")]
    [InlineData("""{"timestamp":"2025-03-01T18:40:00Z","event_type":""}""", "its type has 0 characters")]
    [InlineData("""{"timestamp":"2025-03-01T18:40:00Z","event_type":"\ud83d"}""", "it has no event_type")]
    [InlineData("""{"timestamp":"2025-03-01T18:40:00Z","event_type":"t","bot_id":{}}""", "its bot_id is neither")]
    [InlineData("""{"timestamp": no}""", "it is no JSON: line 1, byte 16")]
    [InlineData("[1]", "it is no JSON object")]
    public async Task What_is_no_event_goes_to_quarantine_and_its_neighbours_come_in(string element, string reason)
    {
        _old.Write(Entry(1), element, Entry(3));
        Assert.Equal((ExitCode.Incomplete, "imported=2 quarantined=1"), await _old.ImportAsync());
        var kept = Assert.Single(_old.Hybrid.Store.Quarantine);
        Assert.Equal(($"{EventImporter.File}#2", element), (kept.Key.Source, Encoding.UTF8.GetString(kept.Value)));
        Assert.Contains(reason, kept.Key.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7_500, "imported=1")]
    [InlineData(7_700, "quarantined=1")]
    public async Task An_event_is_as_large_as_a_silo_takes(int length, string expected)
    {
        _old.Write(Entry(1, $",{new string(' ', 9_000)}\"more\":\"{new string('a', length)}\""));
        Assert.Equal(expected, (await _old.ImportAsync()).Events);
    }

    [Fact]
    public async Task What_a_silo_refuses_goes_to_quarantine_too()
    {
        _old.Events.OnLog = e => _ = e.Type == "t2" ? throw new InvalidInputException("refused") : 0;
        _old.Write(Entry(1), Entry(2), Entry(3));
        Assert.Equal((ExitCode.Incomplete, "imported=2 quarantined=1"), await _old.ImportAsync());
        Assert.Equal($"{EventImporter.File}#2", Assert.Single(_old.Hybrid.Store.Quarantine).Key.Source);
    }

    [Fact]
    public async Task Of_thousands_of_bad_entries_a_thousand_are_kept_and_the_others_counted()
    {
        _old.Write([Entry(1), .. Enumerable.Repeat("{}", 1_500)]);
        Assert.Equal((ExitCode.Incomplete, "imported=1 quarantined=1000 failed=500"), await _old.ImportAsync());
    }

    private static string DataOf(StoredEvent stored)
        => stored.Data is { } data ? Encoding.UTF8.GetString(data.Utf8.Span) : "";
}
