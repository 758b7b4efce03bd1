using System.Text;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Girls;

/// <summary>What every manager of profiles does, wherever the profiles lie.</summary>
public abstract partial class GirlsContract(IGirlsPlace place)
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);
    private static long s_lastId = 900_000;

    private readonly FakeTimeProvider _time = new(Noon);
    private readonly long _id = Interlocked.Increment(ref s_lastId);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IGirlsManager Girls => field ??= With(new GirlsSettings());

    private IGirlsManager With(GirlsSettings settings) => place.Manage(settings with { Time = _time });

    [Fact]
    public async Task There_is_no_profile_before_one_is_made()
    {
        Assert.Null(await Girls.LoadProfileAsync(_id, Cancel));
        Assert.Null(await Girls.GetProfileAsync(_id, Cancel));
        Assert.Null(await Girls.GetLatestSummaryTextAsync(_id, Cancel));
        Assert.Null(await Girls.GetPreviousResponseIdAsync(_id, Cancel));
        Assert.Equal("", await Girls.GetProfileContextAsync(_id, Cancel));
        Assert.Equal("interests", await Girls.SuggestFocusTopicAsync(_id, Cancel));
        Assert.False(await Girls.DeleteGirlAsync(_id, Cancel));
        Assert.Null(await place.TextAsync(_id));
    }

    [Fact]
    public async Task A_blank_profile_is_none_and_is_made_anew()
    {
        await place.PutAsync(_id, "{}");
        Assert.Null(await Girls.GetProfileAsync(_id, Cancel));
        Assert.Equal("Ева", (await Girls.EnsureGirlAsync(_id, "Ева", Cancel)).Name);
        Assert.Equal("Ева", (await Girls.GetProfileAsync(_id, Cancel))!.Name);
    }

    [Fact]
    public async Task A_new_profile_has_the_members_of_the_old_bot()
    {
        await Girls.EnsureGirlAsync(_id, "  Ева  ", Cancel);
        Assert.Equal(
            $$"""{"chat_id":{{_id}},"name":"Ева","last_activity":"2026-11-28T12:00:00.000000Z","message_count":0"""
            + ""","summary":{},"profile":{},"previous_response_id":null}""",
            await place.TextAsync(_id));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Мария")]
    public async Task To_ensure_a_girl_never_renames_her(string name)
    {
        await Girls.EnsureGirlAsync(_id, "Eva", Cancel);
        var before = await place.TextAsync(_id);
        Assert.Equal("Eva", (await Girls.EnsureGirlAsync(_id, name, Cancel)).Name);
        Assert.Equal(before, await place.TextAsync(_id));
    }

    [Theory]
    [InlineData("Ева")]
    [InlineData("אווה ליאור")]
    [InlineData("伊芙🌻")]
    [InlineData("e\u0301 \"quoted\" \\ \u2028 \u0007")]
    public async Task Text_of_any_language_comes_back(string text)
    {
        var saved = new GirlProfile(_id)
        {
            Name = text,
            Summary = new Dictionary<string, string> { ["20260101000000"] = text },
            PreviousResponseId = text,
        };
        await Girls.SaveProfileAsync(saved, Cancel);
        var read = await Girls.GetProfileAsync(_id, Cancel);
        Assert.Equal((text, text), (read!.Name, read.PreviousResponseId));
        Assert.Equal(text, await Girls.GetLatestSummaryTextAsync(_id, Cancel));
        Assert.Equal(saved.ToJson().Utf8.ToArray(), read.ToJson().Utf8.ToArray());
    }

    [Fact]
    public async Task What_a_change_does_not_touch_keeps_its_text_at_every_level()
    {
        const string Before = """{"z":[1.0,1e3,"\u0041\/"],"name":"Eva","x":"\ud83d","profile":"""
            + """{"20250101000000":{"a":{"n":18446744073709551616,"n":2}},"odd":null}"""
            + ""","summary":{"20250101000000":"\u0421"},"last_activity":7,"\u0061ge":30,"message_count":4}""";
        await place.PutAsync(_id, Before);
        var read = (await Girls.GetProfileAsync(_id, Cancel))!;
        Assert.Equal(("Eva", 4L, null), (read.Name, read.MessageCount, read.LastActivity));
        Assert.Equal(["age", "x", "z"], read.Others.Keys.Order());
        await Girls.SaveProfileAsync(read with { Name = "Ева" }, Cancel);
        Assert.Equal(Before.Replace("\"Eva\"", "\"Ева\"", StringComparison.Ordinal), await place.TextAsync(_id));
    }

    [Fact]
    public async Task A_save_that_changes_nothing_writes_nothing_new()
    {
        const string Before = """{"name":"  Eva  ","n":1.0}""";
        await place.PutAsync(_id, Before);
        await Girls.SaveProfileAsync((await Girls.GetProfileAsync(_id, Cancel))!, Cancel);
        Assert.Equal(Before, await place.TextAsync(_id));
    }

    [Fact]
    public async Task Members_can_be_changed_added_and_taken_away()
    {
        await place.PutAsync(_id, """{"name":"Eva","a":1,"b":2,"summary":{"20250101000000":"x"}}""");
        var read = (await Girls.GetProfileAsync(_id, Cancel))!;
        await Girls.SaveProfileAsync(
            read with
            {
                Summary = new Dictionary<string, string>(),
                Others = new Dictionary<string, JsonText> { ["b"] = new("[ 3 ]"), ["c"] = new("\"Рим\"") },
            },
            Cancel);
        Assert.Equal("""{"name":"Eva","b":[3],"summary":{},"c":"Рим"}""", await place.TextAsync(_id));
    }

    [Fact]
    public async Task A_save_keeps_what_others_changed_since_the_profile_was_read()
    {
        await Girls.EnsureGirlAsync(_id, "Eva", Cancel);
        var read = (await Girls.GetProfileAsync(_id, Cancel))!;
        await Girls.UpdateLastActivityAsync(_id, Cancel);
        await Girls.SetPreviousResponseIdAsync(_id, "resp_1", Cancel);
        await Girls.SaveProfileAsync(read with { Name = "Ева" }, Cancel);
        var after = (await Girls.GetProfileAsync(_id, Cancel))!;
        Assert.Equal(("Ева", 1L, "resp_1"), (after.Name, after.MessageCount, after.PreviousResponseId));
    }

    [Fact]
    public async Task A_profile_that_was_made_replaces_whatever_is_there()
    {
        await place.PutAsync(_id, """{"name":"Eva","extra":1}""");
        var made = new GirlProfile(_id) { Name = "Мария" };
        await Girls.SaveProfileAsync(made, Cancel);
        Assert.Equal(Encoding.UTF8.GetString(made.ToJson().Utf8.Span), await place.TextAsync(_id));
    }

    [Fact]
    public async Task The_flat_shape_is_read_and_stays_flat()
    {
        const string Before = """{"telegram_id":1,"name":"Наташа","profile":{"message_count":40,"profile_data":"""
            + """{"20250210101010":{"travel":"Казань"}},"summary":{"20250210101010":"Игры."}"""
            + ""","previous_response_id":null},"preferences":{},"last_activity":"2025-02-10T10:10:10+00:00"}""";
        await place.PutAsync(_id, Before);
        var read = (await Girls.GetProfileAsync(_id, Cancel))!;
        Assert.Equal((40L, "2025-02-10T10:10:10+00:00"), (read.MessageCount, read.LastActivity));
        Assert.Equal("travel: Казань", await Girls.GetProfileContextAsync(_id, Cancel));
        Assert.Equal("Игры.", await Girls.GetLatestSummaryTextAsync(_id, Cancel));
        Assert.Equal("preferences", Assert.Single(read.Others).Key);
        await Girls.SetPreviousResponseIdAsync(_id, "resp_2", Cancel);
        Assert.Equal(
            Before.Replace("_id\":null", "_id\":\"resp_2\"", StringComparison.Ordinal), await place.TextAsync(_id));
        await Girls.UpdateLastActivityAsync(_id, Cancel);
        Assert.Equal(41, (await Girls.GetProfileAsync(_id, Cancel))!.MessageCount);
        Assert.Contains("\"profile\":{\"message_count\":41,\"profile_data\"", await place.TextAsync(_id));
    }

    [Fact]
    public async Task Every_profile_is_listed_and_no_other()
    {
        long[] ids = [_id, Interlocked.Increment(ref s_lastId), -Interlocked.Increment(ref s_lastId)];
        foreach (var id in ids)
        {
            await Girls.EnsureGirlAsync(id, $"{id}", Cancel);
        }

        await Girls.DeleteGirlAsync(ids[1], Cancel);
        var listed = await Girls.ListGirlsAsync(Cancel).Where(p => ids.Contains(p.ChatId)).ToListAsync(Cancel);
        Assert.Equal([(ids[2], $"{ids[2]}"), (ids[0], $"{ids[0]}")], listed.Select(p => (p.ChatId, p.Name)).Order());
        Assert.Equal(
            listed.Select(p => p.ChatId).Order(),
            await Girls.ListAllProfilesAsync(Cancel).Select(p => p.ChatId).Where(ids.Contains).Order()
                .ToListAsync(Cancel));
    }

    [Fact]
    public async Task A_deleted_girl_is_gone_and_may_come_back()
    {
        await Girls.EnsureGirlAsync(_id, "Eva", Cancel);
        Assert.True(await Girls.DeleteGirlAsync(_id, Cancel));
        Assert.Null(await Girls.GetProfileAsync(_id, Cancel));
        Assert.False(await Girls.DeleteGirlAsync(_id, Cancel));
        Assert.Equal("Мария", (await Girls.EnsureGirlAsync(_id, "Мария", Cancel)).Name);
    }

    [Fact]
    public async Task The_id_of_the_last_answer_is_kept_and_cleared()
    {
        await Girls.SetPreviousResponseIdAsync(_id, "resp_0f3a51", Cancel);
        Assert.Equal("resp_0f3a51", await Girls.GetPreviousResponseIdAsync(_id, Cancel));
        await Girls.SetPreviousResponseIdAsync(_id, null, Cancel);
        Assert.Null(await Girls.GetPreviousResponseIdAsync(_id, Cancel));
    }

    [Fact]
    public async Task Loading_and_saving_everything_changes_nothing()
    {
        await place.PutAsync(_id, """{"name":"Eva"}""");
        await Girls.LoadAsync(Cancel);
        await Girls.SaveAsync(Cancel);
        Assert.Equal("""{"name":"Eva"}""", await place.TextAsync(_id));
    }
}
