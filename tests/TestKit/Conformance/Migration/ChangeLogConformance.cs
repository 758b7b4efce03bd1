using HybridOrleans.Storage.Migration.Changes;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.TestKit.Conformance.Migration;

/// <summary>What a list of changed keys owes: nothing that was acknowledged after its start is missing.</summary>
/// <remarks>These tests begin and end listings of one component that no other test writes to.</remarks>
public abstract class ChangeLogConformance : CopyFencingConformance
{
    private static readonly Component Listed = Component.Conversations;

    private IChangeLog Changes => Side.Changes;

    [Fact]
    public async Task Every_accepted_write_delete_and_copy_is_listed_in_its_order()
    {
        await MustWriteAsync(Listing("before"), 0, "1");
        var start = await StartAnewAsync();
        await MustWriteAsync(Listing("a"), 0, "1");
        await MustPutAsync(Copy(Listing("b"), 4, "4"), CopyOutcome.Stored, 4);
        await MustWriteAsync(Listing("a"), 1, null);
        await PutAsync([.. Enumerable.Range(0, 600).Select(i => Copy(Listing($"many-{i}"), 1, "1"))]);
        await MustPutAsync(
            Copy(Listing("b"), 9, "9") with { Replaces = new Revision(4) }, CopyOutcome.Stored, 9);
        await MustWriteAsync(Listing("c"), 0, "1");
        var keys = await ReadAllAsync(start, 100);
        Assert.DoesNotContain(Listing("before"), keys);
        Assert.Equal(600, keys.Count(key => key.Text.Contains("many-", StringComparison.Ordinal)));
        string[] expected = ["a", "b", "a", "b", "c"];
        Assert.Equal(
            expected.Select(id => Listing(id)),
            keys.Where(key => !key.Text.Contains("many-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Starting_again_goes_on_with_the_same_list()
    {
        var start = await StartAnewAsync();
        await MustWriteAsync(Listing("a"), 0, "1");
        var again = await Changes.StartAsync(Listed, Cancel);
        Assert.Equal(start.Log, again.Log);
        await MustWriteAsync(Listing("b"), 0, "1");
        Assert.Equal([Listing("a"), Listing("b")], await ReadAllAsync(start, 10));
        Assert.Equal([Listing("b")], await ReadAllAsync(again, 10));
    }

    [Fact]
    public async Task Components_are_listed_apart()
    {
        var start = await StartAnewAsync();
        await MustWriteAsync(Key("of another component"), 0, "1");
        await MustWriteAsync(Listing("a"), 0, "1");
        Assert.Equal([Listing("a")], await ReadAllAsync(start, 10));
    }

    [Fact]
    public async Task Pages_meet_every_change_once_and_tell_how_many_are_left()
    {
        var start = await StartAnewAsync();
        for (var i = 0; i < 10; i++)
        {
            await MustWriteAsync(Listing($"{i}"), 0, "1");
        }

        var first = await Changes.ReadAsync(Listed, start, 4, Cancel);
        Assert.Equal((true, 4, 6L), (first.IsWhole, first.Keys.Count, first.Remaining));
        var second = await Changes.ReadAsync(Listed, first.Next, 6, Cancel);
        Assert.Equal((true, 6, 0L), (second.IsWhole, second.Keys.Count, second.Remaining));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => Listing($"{i}")), first.Keys.Concat(second.Keys));
        var end = await Changes.ReadAsync(Listed, second.Next, 6, Cancel);
        Assert.Equal((true, 0, 0L, second.Next), (end.IsWhole, end.Keys.Count, end.Remaining, end.Next));
    }

    [Fact]
    public async Task What_is_acknowledged_at_once_by_many_is_listed_and_met_by_a_reader_that_follows()
    {
        var start = await StartAnewAsync();
        var keys = Enumerable.Range(0, 200).Select(i => Listing($"{i}")).ToList();
        using var ended = new CancellationTokenSource();
        var follower = Task.Run(() => FollowAsync(start, ended.Token), Cancel);
        await Task.WhenAll(keys.Select((key, i) => Task.Run(
            async () =>
            {
                if (i % 2 == 0)
                {
                    await MustWriteAsync(key, 0, "1");
                }
                else
                {
                    await MustPutAsync(Copy(key, 3, "3"), CopyOutcome.Stored, 3);
                }
            },
            Cancel)));
        await ended.CancelAsync();
        Assert.Equal(keys.ToHashSet(), (await follower).ToHashSet());
        Assert.Equal(keys.ToHashSet(), (await ReadAllAsync(start, 7)).ToHashSet());
    }

    [Fact]
    public async Task A_change_acknowledged_after_the_start_is_listed_also_when_writers_never_pause()
    {
        await Changes.StopAsync(Listed, Cancel);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var writers = Enumerable.Range(0, 6).Select(writer => Task.Run(
            async () =>
            {
                for (var i = 0; !ended.IsCancellationRequested; i++)
                {
                    await MustWriteAsync(Listing($"{writer}-{i}"), 0, "1");
                }
            },
            Cancel)).ToArray();
        var start = await Changes.StartAsync(Listed, Cancel);
        var standing = (await WalkDigestsAsync(Listed)).Select(digest => digest.Key).ToHashSet();
        await MustWriteAsync(Listing("last"), 0, "1");
        await ended.CancelAsync();
        await Task.WhenAll(writers);
        var after = (await WalkDigestsAsync(Listed)).Select(digest => digest.Key).ToHashSet();
        after.ExceptWith(standing);
        Assert.Contains(Listing("last"), after);
        Assert.Subset((await ReadAllAsync(start, 100)).ToHashSet(), after);
    }

    [Fact]
    public async Task Trimming_breaks_the_list_for_readers_from_before_and_for_no_other()
    {
        var start = await StartAnewAsync();
        await MustWriteAsync(Listing("a"), 0, "1");
        await MustWriteAsync(Listing("b"), 0, "1");
        var page = await Changes.ReadAsync(Listed, start, 1, Cancel);
        await Changes.TrimAsync(Listed, page.Next, Cancel);
        Assert.False((await Changes.ReadAsync(Listed, start, 10, Cancel)).IsWhole);
        Assert.Equal([Listing("b")], await ReadAllAsync(page.Next, 10));
        await Changes.TrimAsync(Listed, page.Next, Cancel);
        await Changes.TrimAsync(Listed, start, Cancel);
        Assert.Equal([Listing("b")], await ReadAllAsync(page.Next, 10));
        await MustWriteAsync(Listing("c"), 0, "1");
        Assert.Equal([Listing("b"), Listing("c")], await ReadAllAsync(page.Next, 1));
    }

    [Fact]
    public async Task A_list_that_was_stopped_is_broken_and_a_new_one_begins()
    {
        var start = await StartAnewAsync();
        await MustWriteAsync(Listing("a"), 0, "1");
        await Changes.StopAsync(Listed, Cancel);
        await Changes.StopAsync(Listed, Cancel);
        Assert.False((await Changes.ReadAsync(Listed, start, 10, Cancel)).IsWhole);
        await MustWriteAsync(Listing("unlisted"), 0, "1");
        var second = await Changes.StartAsync(Listed, Cancel);
        Assert.NotEqual(start.Log, second.Log);
        Assert.False((await Changes.ReadAsync(Listed, start, 10, Cancel)).IsWhole);
        await Changes.TrimAsync(Listed, start, Cancel);
        await MustWriteAsync(Listing("b"), 0, "1");
        Assert.Equal([Listing("b")], await ReadAllAsync(second, 10));
    }

    [Fact]
    public async Task After_reopening_the_list_is_whole_or_says_that_it_is_broken()
    {
        var start = await StartAnewAsync();
        await MustWriteAsync(Listing("a"), 0, "1");
        await ReopenAsync();
        await MustWriteAsync(Listing("b"), 0, "1");
        var page = await Changes.ReadAsync(Listed, start, 10, Cancel);
        if (page.IsWhole)
        {
            Assert.Equal([Listing("a"), Listing("b")], page.Keys);
        }

        var anew = await Changes.StartAsync(Listed, Cancel);
        await MustWriteAsync(Listing("c"), 0, "1");
        Assert.Equal([Listing("c")], await ReadAllAsync(anew, 10));
    }

    private RecordKey Listing(string id) => RecordKey.Create(Listed, Bot, id);

    private async Task<ChangePosition> StartAnewAsync()
    {
        await Changes.StopAsync(Listed, Cancel);
        return await Changes.StartAsync(Listed, Cancel);
    }

    private async Task<List<RecordKey>> ReadAllAsync(ChangePosition after, int max)
    {
        var keys = new List<RecordKey>();
        for (var left = 1L; left > 0;)
        {
            var page = await Changes.ReadAsync(Listed, after, max, Cancel);
            Assert.True(page.IsWhole, "The list does not reach back to a place that was never trimmed.");
            Assert.True(page.Keys.Count <= max, $"{page.Keys.Count} keys on a page of {max}.");
            keys.AddRange(page.Keys);
            (after, left) = (page.Next, page.Remaining);
        }

        return keys;
    }

    /// <summary>Reads page after page beside the writers, and once more when they have ended.</summary>
    private async Task<List<RecordKey>> FollowAsync(ChangePosition after, CancellationToken ended)
    {
        var keys = new List<RecordKey>();
        for (var isLast = false; !isLast;)
        {
            isLast = ended.IsCancellationRequested;
            ChangePage page;
            do
            {
                page = await Changes.ReadAsync(Listed, after, 16, Cancel);
                Assert.True(page.IsWhole, "The list broke while it was followed.");
                keys.AddRange(page.Keys);
                after = page.Next;
            }
            while (page.Keys.Count > 0);
        }

        return keys;
    }
}
