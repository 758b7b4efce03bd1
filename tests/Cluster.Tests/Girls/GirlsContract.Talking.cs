using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Girls;

/// <summary>Snapshots, summaries and backups.</summary>
public abstract partial class GirlsContract
{
    [Theory]
    [InlineData(
        "Привет! Моё хобби — живопись. Работаю учителем.",
        "interests: Моё хобби — живопись | work: Работаю учителем")]
    [InlineData(
        "I LOVE tea. My job is fine; a trip to Rome?",
        "interests: I LOVE tea | work: My job is fine; a trip to Rome | travel: My job is fine; a trip to Rome")]
    [InlineData("В отпуске была.\nЕду в отпуск снова!", "travel: В отпуске была. Еду в отпуск снова")]
    public async Task A_text_becomes_a_snapshot_by_its_keywords(string text, string context)
    {
        Assert.Equal("20261128120000", await Girls.UpdateProfileAsync(_id, text, Cancel));
        Assert.Equal(context, await Girls.GetProfileContextAsync(_id, Cancel));
    }

    [Theory]
    [InlineData("Привет, как дела?")]
    [InlineData("network, переработка")]
    public async Task A_text_about_no_topic_writes_nothing(string text)
    {
        Assert.Null(await Girls.UpdateProfileAsync(_id, text, Cancel));
        Assert.Null(await place.TextAsync(_id));
    }

    [Fact]
    public async Task The_rules_can_be_others()
    {
        var girls = With(new() { Topics = [new("pets", "кот", "cat"), new("sport", "בלט")] });
        Assert.Equal("pets", await girls.SuggestFocusTopicAsync(_id, Cancel));
        Assert.NotNull(await girls.UpdateProfileAsync(_id, "У меня кот", Cancel));
        Assert.Equal("pets: У меня кот", await girls.GetProfileContextAsync(_id, Cancel));
        Assert.Equal("sport", await girls.SuggestFocusTopicAsync(_id, Cancel));
        Assert.NotNull(await girls.UpdateProfileAsync(_id, "בלט וגם cat", Cancel));
        Assert.Null(await girls.SuggestFocusTopicAsync(_id, Cancel));
    }

    [Fact]
    public async Task The_newest_snapshot_counts_and_at_most_300_characters_of_it()
    {
        var emoji = string.Concat(Enumerable.Repeat("🌻", 400));
        await place.PutAsync(
            _id,
            """{"name":"Eva","profile":{"20990101000000":{"list":["a","б",null],"n":1.50,"t":"EMOJI"}"""
                .Replace("EMOJI", emoji, StringComparison.Ordinal)
            + ""","20250101000000":{"work":"old"},"zzz":{"work":"no time"}}}""");
        var context = await Girls.GetProfileContextAsync(_id, Cancel);
        Assert.StartsWith("list: a, б | n: 1.50 | t: 🌻🌻", context, StringComparison.Ordinal);
        Assert.Equal(300, context.EnumerateRunes().Count());
        Assert.DoesNotContain('\uFFFD', context);
    }

    [Fact]
    public async Task A_snapshot_is_the_newest_also_when_the_clock_was_set_back()
    {
        await place.PutAsync(_id, """{"profile":{"20990101000000":{}},"summary":{"20990101000005":"x"}}""");
        Assert.Equal("20990101000006", await Girls.UpdateProfileAsync(_id, "work", Cancel));
        Assert.Equal("work: work", await Girls.GetProfileContextAsync(_id, Cancel));
    }

    [Fact]
    public async Task Without_an_analyser_the_beginning_becomes_summary_and_notes()
    {
        var id = await Girls.AnalyzeAndSummarizeAsync(_id, $"  Привет{new string('!', 400)}", Cancel);
        var beginning = $"Привет{new string('!', 294)}";
        Assert.Equal(beginning, await Girls.GetLatestSummaryTextAsync(_id, Cancel));
        var profile = (await Girls.GetProfileAsync(_id, Cancel))!;
        Assert.Equal($"{{\"notes\":\"{beginning}\"}}", System.Text.Encoding.UTF8.GetString(
            profile.Snapshots[id!].Utf8.Span));
        Assert.Null(await Girls.AnalyzeAndSummarizeAsync(_id, " \n", Cancel));
    }

    [Fact]
    public async Task An_analyser_decides_what_is_remembered()
    {
        var analyzer = new ScriptedAnalyzer();
        var girls = With(new() { Analyzer = analyzer });
        Assert.Null(await girls.AnalyzeAndSummarizeAsync(_id, "nothing", Cancel));
        Assert.Null(await place.TextAsync(_id));
        analyzer.Answer = new ProfileAnalysis { Summary = "Любит Рим.", Snapshot = new("""{ "travel": "Рим" }""") };
        Assert.Equal("20261128120000", await girls.AnalyzeAndSummarizeAsync(_id, "talk", Cancel));
        Assert.Equal("Любит Рим.", await girls.GetLatestSummaryTextAsync(_id, Cancel));
        Assert.Equal("travel: Рим", await girls.GetProfileContextAsync(_id, Cancel));
        Assert.Equal(["nothing", "talk"], analyzer.Asked);
        analyzer.Answer = analyzer.Answer with { Summary = "Второе.", Snapshot = null };
        Assert.Equal("20261128120001", await girls.AnalyzeAndSummarizeAsync(_id, "talk", Cancel));
        Assert.Equal("travel: Рим", await girls.GetProfileContextAsync(_id, Cancel));
    }

    [Fact]
    public async Task The_messages_of_a_day_are_backed_up_by_themselves()
    {
        await place.SayAsync(
            _id,
            (Noon.AddDays(-1), "вчера"),
            (Noon.AddHours(-12), "Доброе \"утро\"! 🌻"),
            (Noon.AddHours(11.999).AddMilliseconds(250), "поздно"),
            (Noon.AddHours(12), "завтра"));
        Assert.Equal(2, await Girls.BackupDailyChatAsync(_id, cancellation: Cancel));
        const string Day = """[{"ts":"2026-11-28T00:00:00Z","direction":"in","text":"Доброе \"утро\"! 🌻"},"""
            + """{"ts":"2026-11-28T23:59:56.650000Z","direction":"in","text":"поздно"}]""";
        Assert.Equal(Day, await place.BackupAsync(_id, "2026-11-28"));
        Assert.Equal(1, await Girls.BackupDailyChatAsync(_id, new(2026, 11, 27), Cancel));
        Assert.Equal(0, await Girls.BackupDailyChatAsync(_id, new(2026, 11, 20), Cancel));
        Assert.Null(await place.BackupAsync(_id, "2026-11-20"));
        Assert.Equal(Day, await place.BackupAsync(_id, "2026-11-28"));
    }
}
