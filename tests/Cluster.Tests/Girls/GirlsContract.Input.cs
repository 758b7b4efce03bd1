using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Girls;

/// <summary>The limits, and what is refused.</summary>
public abstract partial class GirlsContract
{
    [Fact]
    public async Task A_name_is_cut_to_64_characters_and_no_emoji_in_halves()
    {
        var name = new string('я', 63) + "🌻🌻";
        Assert.Equal(new string('я', 63) + "🌻", (await Girls.EnsureGirlAsync(_id, $" {name} ", Cancel)).Name);
        await Girls.SaveProfileAsync((await Girls.GetProfileAsync(_id, Cancel))! with { Name = $"\t{name}" }, Cancel);
        Assert.Equal(new string('я', 63) + "🌻", (await Girls.GetProfileAsync(_id, Cancel))!.Name);
    }

    [Fact]
    public async Task An_id_of_0_is_none()
    {
        await RefusedAsync(() => Girls.GetProfileAsync(0, Cancel).AsTask());
        await RefusedAsync(() => Girls.EnsureGirlAsync(0, "Eva", Cancel).AsTask());
        await RefusedAsync(() => Girls.UpdateLastActivityAsync(0, Cancel).AsTask());
        await RefusedAsync(() => Girls.UpdateProfileAsync(0, "work", Cancel).AsTask());
        await RefusedAsync(() => Girls.AnalyzeAndSummarizeAsync(0, "talk", Cancel).AsTask());
        await RefusedAsync(() => Girls.BackupDailyChatAsync(0, cancellation: Cancel).AsTask());
        await RefusedAsync(() => Girls.DeleteGirlAsync(0, Cancel).AsTask());
        await RefusedAsync(() => Girls.SetPreviousResponseIdAsync(0, "x", Cancel).AsTask());
    }

    [Fact]
    public async Task A_text_that_is_none_is_refused()
    {
        await RefusedAsync(() => Girls.UpdateProfileAsync(_id, "", Cancel).AsTask());
        await RefusedAsync(() => Girls.UpdateProfileAsync(_id, "work \ud83d", Cancel).AsTask());
        await RefusedAsync(() => Girls.AnalyzeAndSummarizeAsync(_id, "\udc00", Cancel).AsTask());
        await RefusedAsync(() => Girls.EnsureGirlAsync(_id, "\ud83d", Cancel).AsTask());
        await RefusedAsync(() => Girls.SetPreviousResponseIdAsync(_id, "", Cancel).AsTask());
        Assert.Null(await place.TextAsync(_id));
    }

    [Fact]
    public async Task A_text_may_have_4096_characters_and_no_more()
    {
        Assert.NotNull(await Girls.UpdateProfileAsync(_id, "work" + Emoji(4092), Cancel));
        await RefusedAsync(() => Girls.UpdateProfileAsync(_id, "work" + Emoji(4093), Cancel).AsTask());
        Assert.Single((await Girls.GetProfileAsync(_id, Cancel))!.Snapshots);
    }

    [Fact]
    public async Task A_profile_over_one_MiB_is_refused_and_the_one_before_it_stays()
    {
        await Girls.EnsureGirlAsync(_id, "Eva", Cancel);
        var before = await place.TextAsync(_id);
        var read = (await Girls.GetProfileAsync(_id, Cancel))!;
        var large = new Dictionary<string, JsonText> { ["x"] = new($"\"{new string('x', JsonText.BytesMax)}\"") };
        await RefusedAsync(() => Girls.SaveProfileAsync(read with { Others = large }, Cancel).AsTask());
        await RefusedAsync(() => Girls.SaveProfileAsync(
            read with { Others = new Dictionary<string, JsonText> { ["x"] = new("oops") } }, Cancel).AsTask());
        await RefusedAsync(() => Girls.SaveProfileAsync(read with { Name = "\udc00" }, Cancel).AsTask());
        Assert.Equal(before, await place.TextAsync(_id));
    }

    [Theory]
    [InlineData("\"many\"")]
    [InlineData("1.5")]
    [InlineData("9223372036854775807")]
    public async Task A_count_that_cannot_grow_is_refused_and_stays(string count)
    {
        var before = $$"""{"name":"Eva","message_count":{{count}}}""";
        await place.PutAsync(_id, before);
        await RefusedAsync(() => Girls.UpdateLastActivityAsync(_id, Cancel).AsTask());
        Assert.Equal(before, await place.TextAsync(_id));
    }

    [Fact]
    public void A_rule_without_words_is_refused()
    {
        Assert.Throws<InvalidInputException>(() => new TopicRule("work"));
        Assert.Throws<InvalidInputException>(() => new TopicRule("work", "job", " "));
        Assert.Throws<InvalidInputException>(() => new TopicRule("", "job"));
    }

    private static string Emoji(int count) => string.Concat(Enumerable.Repeat("🌻", count));

    private static Task<InvalidInputException> RefusedAsync(Func<Task> call)
        => Assert.ThrowsAsync<InvalidInputException>(call);
}
