using HybridOrleans.Client.Calls;
using HybridOrleans.Grains.Interfaces;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Client;

public sealed class SeenRevisionsTests
{
    [Fact]
    public void Only_a_newer_revision_is_taken()
    {
        var seen = new SeenRevisions<UserKey>(countMax: 10);
        seen.Remember(Key(1), 5);
        seen.Remember(Key(1), 3);
        Assert.Equal(5, seen.Of(Key(1)));
        seen.Remember(Key(1), 6);
        Assert.Equal(6, seen.Of(Key(1)));
        Assert.Equal(0, seen.Of(Key(2)));
    }

    [Fact]
    public void What_is_used_stays_and_what_is_not_is_forgotten()
    {
        var seen = new SeenRevisions<UserKey>(countMax: 10);
        seen.Remember(Key(1), 7);
        for (var id = 2; id <= 100; id++)
        {
            seen.Remember(Key(id), id);
            Assert.Equal(7, seen.Of(Key(1)));
        }

        Assert.Equal(0, seen.Of(Key(2)));
        Assert.Equal(100, seen.Of(Key(100)));
    }

    [Fact]
    public void Nothing_is_remembered_when_nothing_may_be()
    {
        var seen = new SeenRevisions<UserKey>(countMax: 0);
        seen.Remember(Key(1), 7);
        Assert.Equal(0, seen.Of(Key(1)));
    }

    [Fact]
    public async Task Many_callers_never_lose_the_newest_revision_of_a_profile_in_use()
    {
        var seen = new SeenRevisions<UserKey>(countMax: 1000);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() =>
        {
            for (var revision = 1; revision <= 10_000; revision++)
            {
                seen.Remember(Key(1 + (revision % 50)), revision);
                Assert.True(seen.Of(Key(1 + (revision % 50))) >= revision, $"Worker {worker} went back.");
            }
        })));
    }

    private static UserKey Key(long id) => new(new BotId("han"), id);
}
