using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static HybridOrleans.Cluster.Tests.Users.Profiles;

namespace HybridOrleans.Cluster.Tests.Users;

/// <summary>What a bot can do with a profile when nothing fails.</summary>
public sealed class UserProfileTests(UserSilo silo) : IClassFixture<UserSilo>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IUserProfiles Users => silo.Client.Users;

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(-1001234567890)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public async Task Every_telegram_id_but_zero_names_a_profile_of_its_own(long id)
    {
        var key = new UserKey(new BotId("ids"), id);
        await Users.SaveAsync(key, Json($$"""{"id":{{id}}}"""), cancellation: Cancel);
        Assert.Equal($$"""{"id":{{id}}}""", await Users.TextAsync(key, Cancel));
        Assert.NotNull(await silo.Store.ReadAsync(RecordKeys.User("ids", id), Epoch.Initial, Cancel));
    }

    [Fact]
    public async Task A_body_comes_back_token_for_token()
    {
        var key = silo.NewKey();
        const string Body = """{"n":1.0,"n":1e5,"имя":"Ева 🌸","z":"\u0000","s":"\ud800","e":"\u0041","a":[],"o":{}}""";
        await Users.SaveAsync(key, Json(Body), cancellation: Cancel);
        Assert.Equal(Body, await Users.TextAsync(key, Cancel));
    }

    [Fact]
    public async Task A_missing_profile_is_read_as_null_with_revision_0()
    {
        var reading = await Users.GetAsync(silo.NewKey(), cancellation: Cancel);
        Assert.Null(reading.Body);
        Assert.Equal(0, reading.Revision);
        Assert.Equal(Tier.Store, reading.ServedBy);
    }

    [Fact]
    public async Task A_read_says_which_tier_answered_and_how_old_the_answer_is()
    {
        var key = silo.NewKey();
        var receipt = await Users.SaveAsync(key, Json("{}"), cancellation: Cancel);
        var cached = await Users.GetAsync(key, cancellation: Cancel);
        var fresh = await Users.GetAsync(key, Freshness.Fresh, Cancel);
        Assert.Equal([Tier.Memory, Tier.Store], receipt.HeldBy);
        Assert.Equal(Tier.Memory, cached.ServedBy);
        Assert.True(cached.Age > TimeSpan.Zero);
        Assert.Equal(Tier.Store, fresh.ServedBy);
        Assert.Equal(TimeSpan.Zero, fresh.Age);
    }

    [Fact]
    public async Task A_cached_read_does_not_ask_the_store()
    {
        var key = silo.NewKey();
        await Users.SaveAsync(key, Json("{}"), cancellation: Cancel);
        silo.Store.OnRead = _ => throw new InvalidOperationException("The store was asked.");
        try
        {
            Assert.Equal("{}", await Users.TextAsync(key, Cancel));
        }
        finally
        {
            silo.Heal();
        }
    }

    [Fact]
    public async Task Revisions_go_on_over_a_delete()
    {
        var key = silo.NewKey();
        await Users.SaveAsync(key, Json("""{"a":1}"""), cancellation: Cancel);
        Assert.True(await Users.DeleteAsync(key, Cancel));
        var deleted = await Users.GetAsync(key, Freshness.Fresh, Cancel);
        Assert.Null(deleted.Body);
        Assert.Equal(2, deleted.Revision);
        Assert.False(await Users.DeleteAsync(key, Cancel));
        Assert.Equal(3, (await Users.SaveAsync(key, Json("{}"), cancellation: Cancel)).Revision);
    }

    [Fact]
    public async Task A_save_with_the_expected_revision_wins_once()
    {
        var key = silo.NewKey();
        await Users.SaveAsync(key, Json("""{"a":1}"""), expectedRevision: 0, Cancel);
        await Users.SaveAsync(key, Json("""{"a":2}"""), expectedRevision: 1, Cancel);
        var conflict = await Assert.ThrowsAsync<RevisionConflictException>(
            async () => await Users.SaveAsync(key, Json("""{"a":3}"""), expectedRevision: 1, Cancel));
        Assert.Contains("is at revision 2, not at the expected 1", conflict.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<RevisionConflictException>(
            async () => await Users.SaveAsync(key, Json("""{"a":3}"""), expectedRevision: 7, Cancel));
        Assert.Equal("""{"a":2}""", await Users.TextAsync(key, Cancel));
    }

    [Fact]
    public async Task Fifty_concurrent_patches_of_different_members_all_stay()
    {
        var key = silo.NewKey();
        await Users.SaveAsync(key, Json("""{"kept":1.50}"""), cancellation: Cancel);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(
            i => Users.PatchAsync(key, Json($$"""{"m{{i}}":{{i}}}"""), Cancel).AsTask()));
        var reading = await Users.GetAsync(key, Freshness.Fresh, Cancel);
        Assert.Equal(51, reading.Revision);
        Assert.StartsWith("""{"kept":1.50,""", reading.Text(), StringComparison.Ordinal);
        Assert.All(
            Enumerable.Range(0, 50),
            i => Assert.Contains($"\"m{i}\":{i}", reading.Text()!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Fifty_concurrent_activity_updates_count_fifty()
    {
        var key = silo.NewKey();
        await Users.SaveAsync(key, Json("""{"name":"Eva","message_count":3,"x":1.0}"""), cancellation: Cancel);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Users.UpdateActivityAsync(key, Cancel).AsTask()));
        var text = await Users.TextAsync(key, Cancel);
        Assert.StartsWith(
            """{"name":"Eva","message_count":53,"x":1.0,"last_activity":"2""", text, StringComparison.Ordinal);
        Assert.EndsWith("Z\"}", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"message_count":"many"}""")]
    [InlineData("""{"message_count":1.5}""")]
    [InlineData("""{"message_count":9223372036854775807}""")]
    public async Task A_count_that_cannot_grow_is_not_overwritten(string body)
    {
        var key = silo.NewKey();
        await Users.SaveAsync(key, Json(body), cancellation: Cancel);
        await Assert.ThrowsAsync<InvalidInputException>(async () => await Users.UpdateActivityAsync(key, Cancel));
        Assert.Equal(body, await Users.TextAsync(key, Cancel));
    }

    [Fact]
    public async Task A_profile_is_there_after_the_activation_went_away()
    {
        var key = silo.NewKey();
        await Users.SaveAsync(key, Json("""{"a":1}"""), cancellation: Cancel);
        await silo.Silo.Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero, Cancel);
        var reading = await Users.GetAsync(key, cancellation: Cancel);
        Assert.Equal("""{"a":1}""", reading.Text());
        Assert.Equal(1, reading.Revision);
        Assert.Equal(Tier.Store, reading.ServedBy);
    }

    [Fact]
    public async Task The_list_of_a_bot_holds_its_profiles_and_no_others()
    {
        var bot = new BotId("listed");
        foreach (var id in new long[] { 3, -7, 12 })
        {
            await Users.SaveAsync(new UserKey(bot, id), Json("{}"), cancellation: Cancel);
        }

        await Users.DeleteAsync(new UserKey(bot, 12), Cancel);
        await Users.SaveAsync(new UserKey(new BotId("listed2"), 5), Json("{}"), cancellation: Cancel);
        var listed = await Users.ListAsync(bot, Cancel).Select(p => p.TelegramId).Order().ToListAsync(Cancel);
        Assert.Equal([-7, 3], listed);
    }

    [Fact]
    public async Task A_list_goes_on_where_a_page_ended()
    {
        var bot = new BotId("paged");
        foreach (var id in Enumerable.Range(1, 7))
        {
            await Users.SaveAsync(new UserKey(bot, id), Json("{}"), cancellation: Cancel);
        }

        var directory = silo.Silo.Grains.GetGrain<IUserDirectoryGrain>(bot.Value);
        var found = new List<long>();
        string? after = null;
        do
        {
            var page = await directory.ListAsync(after, limit: 3, Cancel);
            Assert.InRange(page.Profiles.Count, 0, 3);
            found.AddRange(page.Profiles.Select(p => p.TelegramId));
            after = page.Next;
        }
        while (after is not null);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], found.Order());
    }
}
