using HybridOrleans.Cluster.Tests.Conversations;
using HybridOrleans.Cluster.Tests.Users;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage;
using HybridOrleans.Storage.Leases;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Leases;

/// <summary>Memory answers by itself only while the silo's view is fresh.</summary>
public sealed class OldViewTests(TwoViews views) : IClassFixture<TwoViews>, IDisposable
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => views.Heal();

    [Fact]
    public async Task A_profile_that_another_activation_changed_is_read_again()
    {
        var id = views.NewId();
        await SaveAsync(views.Old, id, """{"v":1}""");
        await SaveAsync(views.Other, id, """{"v":2}""");
        views.Leap(isWell: true);
        Assert.Equal((1, Tier.Memory), await ReadAsync(id));
        views.Leap(isWell: false);
        Assert.Equal((2, Tier.Store), await ReadAsync(id));
        Assert.Equal((2, Tier.Memory), await ReadAsync(id));
    }

    [Fact]
    public async Task A_profile_that_is_the_same_is_answered_from_memory_by_one_question_in_each_lease()
    {
        var id = views.NewId();
        await SaveAsync(views.Old, id, """{"v":1}""");
        var questions = 0;
        views.Store.OnRead = read =>
        {
            questions++;
            return read();
        };
        views.Leap(isWell: false);
        var reading = await User(views.Old, id).ReadAsync(Freshness.Cached, 0);
        Assert.Equal((1, Tier.Memory, false), (reading.Revision, reading.ServedBy, reading.IsUnvalidated));
        Assert.InRange(reading.Age, TimeSpan.Zero, ViewLease.Length);
        await ReadAsync(id);
        Assert.Equal(1, questions);
    }

    [Fact]
    public async Task A_profile_is_marked_while_the_root_is_away_and_no_write_is_made()
    {
        var id = views.NewId();
        await SaveAsync(views.Old, id, """{"v":1}""");
        views.Leap(isWell: false);
        views.Store.OnRead = _ => throw new StoreUnavailableException("The test's store is away.");
        var reading = await User(views.Old, id).ReadAsync(Freshness.Cached, 1);
        Assert.Equal((1, Tier.Memory, true), (reading.Revision, reading.ServedBy, reading.IsUnvalidated));
        Assert.InRange(reading.Age, ViewLease.Length, TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<DataUnavailableException>(
            async () => await User(views.Old, id).ReadAsync(Freshness.Fresh, 1));
        await Assert.ThrowsAsync<DataUnavailableException>(
            async () => await User(views.Old, id).ReadAsync(Freshness.Cached, 2));
    }

    [Fact]
    public async Task A_conversation_that_another_activation_went_on_with_is_read_again()
    {
        var id = views.NewId();
        await SayAsync(views.Old, id, "a");
        Assert.Equal(["a"], (await RecentAsync(id)).Texts());
        await SayAsync(views.Other, id, "b");
        views.Leap(isWell: true);
        Assert.Equal(["a"], (await RecentAsync(id)).Texts());
        views.Leap(isWell: false);
        Assert.Equal(["a", "b"], (await RecentAsync(id)).Texts());
    }

    [Fact]
    public async Task A_conversation_that_is_the_same_is_answered_from_memory_and_marked_while_the_root_is_away()
    {
        var id = views.NewId();
        await SayAsync(views.Old, id, "a");
        await RecentAsync(id);
        views.Leap(isWell: false);
        var confirmed = await RecentAsync(id);
        Assert.Equal((Tier.Memory, false), (confirmed.ServedBy, confirmed.IsUnvalidated));
        Assert.InRange(confirmed.Age, TimeSpan.Zero, ViewLease.Length);
        views.Leap(isWell: false);
        views.Store.OnRead = _ => throw new StoreUnavailableException("The test's store is away.");
        var reading = await RecentAsync(id);
        Assert.Equal((Tier.Memory, true, "a"), (reading.ServedBy, reading.IsUnvalidated, reading.Texts().Single()));
        Assert.InRange(reading.Age, ViewLease.Length, TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<DataUnavailableException>(
            async () => await Chat(views.Old, id).ReadRecentAsync(9, Freshness.Fresh, 0));
    }

    private static IUserGrain User(IGrainFactory grains, long id) => grains.GetGrain<IUserGrain>(id, "han");

    private static IConversationGrain Chat(IGrainFactory grains, long id)
        => grains.GetGrain<IConversationGrain>(id, "han");

    private static async Task SaveAsync(IGrainFactory grains, long id, string body)
        => await User(grains, id).SaveAsync(Profiles.Json(body), null, Cancel);

    private static async Task SayAsync(IGrainFactory grains, long id, string text)
        => await Chat(grains, id).AppendAsync(Messages.Said(text), Cancel);

    private async Task<(long Revision, Tier ServedBy)> ReadAsync(long id)
    {
        var reading = await User(views.Old, id).ReadAsync(Freshness.Cached, 0);
        return (reading.Revision, reading.ServedBy);
    }

    private async Task<ConversationReading> RecentAsync(long id)
        => await Chat(views.Old, id).ReadRecentAsync(9, Freshness.Cached, 0);
}
