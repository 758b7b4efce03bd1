using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.Storage.Tests.Migration.Documents;

/// <summary>What every table of divergences promises.</summary>
public abstract class DivergenceTableConformance
{
    private static readonly DateTimeOffset Seen = new(2026, 11, 23, 1, 2, 3, TimeSpan.Zero);

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected abstract ValueTask<IDivergenceTable> OpenAsync();

    [Fact]
    public async Task Divergences_come_back_as_they_were_in_the_order_of_their_keys()
    {
        var table = await OpenAsync();
        Divergence[] all =
        [
            new("bot/10", new DivergentSide(3, new string('a', 64)), null, "the follower lacks it", Seen),
            new("bot/9", new DivergentSide(0, null), new DivergentSide(7, new string('b', 64)), "damaged", Seen),
            new("Ева/ё'\"", null, new DivergentSide(1, null), "the root never had this key", Seen),
        ];
        await table.AddAsync(Component.Users, [all[2], all[1], all[0]], Cancel);
        Assert.Equal(all, await table.ReadAsync(Component.Users, "", 9, Cancel));
        Assert.Equal(all[1..2], await table.ReadAsync(Component.Users, "bot/10", 1, Cancel));
        Assert.Empty(await table.ReadAsync(Component.Users, all[2].Key, 9, Cancel));
    }

    [Fact]
    public async Task The_newer_divergence_of_a_key_stays_and_others_are_forgotten_when_asked()
    {
        var table = await OpenAsync();
        await table.AddAsync(Component.Users, [Named("a"), Named("b"), Named("c")], Cancel);
        await table.AddAsync(Component.Users, [Named("b") with { Reason = "newer" }], Cancel);
        await table.AddAsync(Component.Grains, [Named("a")], Cancel);
        await table.RemoveAsync(Component.Users, ["a", "c", "never"], Cancel);
        Assert.Equal("newer", Assert.Single(await table.ReadAsync(Component.Users, "", 9, Cancel)).Reason);
        await table.ClearAsync(Component.Users, Cancel);
        Assert.Empty(await table.ReadAsync(Component.Users, "", 9, Cancel));
        Assert.Single(await table.ReadAsync(Component.Grains, "", 9, Cancel));
    }

    private static Divergence Named(string key) => new(key, null, null, "a test", Seen);
}
