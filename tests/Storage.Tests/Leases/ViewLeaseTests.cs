using HybridOrleans.Storage.Leases;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HybridOrleans.Storage.Tests.Leases;

public sealed class ViewLeaseTests
{
    private const long LongAgo = long.MinValue / 2;

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_value_counts_while_every_look_or_its_own_confirmation_is_younger_than_the_lease()
    {
        var (pull, row) = (new Look { GoodAt = Now }, new Look { GoodAt = Now });
        var lease = new ViewLease([pull, row], _time);
        Assert.True(lease.Covers(LongAgo, Now));
        _time.Advance(ViewLease.Length - TimeSpan.FromTicks(1));
        Assert.True(lease.Covers(LongAgo, Now));
        _time.Advance(TimeSpan.FromTicks(1));
        pull.GoodAt = Now;
        Assert.False(lease.Covers(LongAgo, Now));
        Assert.True(lease.Covers(Now, Now));
        row.GoodAt = Now;
        Assert.True(lease.Covers(LongAgo, Now));
        row.GoodAt = null;
        Assert.False(lease.Covers(LongAgo, Now));
    }

    [Fact]
    public void Without_looks_it_never_runs_out()
        => Assert.True(new ViewLease([], _time).Covers(LongAgo, Now));

    [Fact]
    public async Task A_root_that_gave_no_answer_is_left_alone_for_a_moment()
    {
        var lease = new ViewLease([], _time);
        var asked = 0;
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await AskAsync());
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await AskAsync());
        Assert.Equal(1, asked);
        _time.Advance(ViewLease.SilencePause);
        Assert.Equal(7, await lease.AskRootAsync(() => new ValueTask<int>(7)));
        Assert.Equal(8, await lease.AskRootAsync(() => new ValueTask<int>(8)));

        ValueTask<int> AskAsync() => lease.AskRootAsync<int>(() =>
        {
            asked++;
            throw new StoreUnavailableException("The test's store is away.");
        });
    }

    private long Now => _time.GetTimestamp();

    private sealed class Look : ISelfCheck
    {
        public long? GoodAt { get; set; }
    }
}
