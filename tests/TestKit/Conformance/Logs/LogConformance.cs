using HybridOrleans.Storage;
using HybridOrleans.Storage.Logs;
using Xunit;

namespace HybridOrleans.TestKit.Conformance.Logs;

/// <summary>All that a log owes on a store: appending, and here reading and deleting.</summary>
public abstract class LogConformance : LogErasingConformance
{
    [Theory]
    [InlineData(1, 3, 1, 4)]
    [InlineData(3, 4, 3, 7)]
    [InlineData(4, 1, 4, 5)]
    [InlineData(5, 100, 5, 19)]
    [InlineData(18, 100, 18, 19)]
    [InlineData(-7, 2, 1, 3)]
    [InlineData(19, 5, 0, 0)]
    [InlineData(long.MaxValue, 5, 0, 0)]
    public async Task A_range_is_read_in_order_wherever_it_begins_and_ends(long from, int max, long first, long end)
    {
        await FillAsync(Open(), 18);
        Assert.Equal(Expected(first, end), Shown(await Open().ReadAsync(from, max, Cancel)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(1_000)]
    public async Task The_last_entries_are_read_in_order(int max)
    {
        await FillAsync(Open(), 18);
        Assert.Equal(Expected(Math.Max(1, 19 - max), 19), Shown(await Open().ReadLastAsync(max, Cancel)));
    }

    [Fact]
    public async Task A_holder_reads_what_others_appended()
    {
        var log = Open();
        await FillAsync(log, 3);
        for (var n = 4; n <= 20; n++)
        {
            await Open().AppendAsync([Entry(n)], Cancel);
            await AssertHoldsAsync(log, 1, n + 1);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(18)]
    [InlineData(40)]
    public async Task After_a_delete_nothing_is_left_and_the_numbers_go_on(int count)
    {
        var log = Open();
        await FillAsync(log, count);
        Assert.Equal(count, await log.DeleteAsync(Cancel));
        foreach (var holder in new[] { log, Open() })
        {
            await AssertHoldsAsync(holder, count + 1, count + 1);
        }

        Assert.All(
            (await DocumentsAsync()).Values, text => Assert.DoesNotContain("\"n\"", text, StringComparison.Ordinal));
        Assert.Equal([new LogReceipt(count + 1, true)], await log.AppendAsync([Entry(count + 1)], Cancel));
        await ReopenAsync();
        Assert.Equal([new LogReceipt(count + 2, true)], await Open().AppendAsync([Entry(count + 2)], Cancel));
        await AssertHoldsAsync(Open(), count + 1, count + 3);
    }

    [Fact]
    public async Task A_second_delete_and_one_of_an_empty_log_change_nothing()
    {
        Assert.Equal(0, await Open().DeleteAsync(Cancel));
        Assert.Empty(await DocumentsAsync());
        await FillAsync(Open(), 6);
        Assert.Equal(6, await Open().DeleteAsync(Cancel));
        var documents = await DocumentsAsync();
        Assert.Equal(0, await Open().DeleteAsync(Cancel));
        Assert.Equal(documents, await DocumentsAsync());
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(5, 4)]
    [InlineData(7, 6)]
    [InlineData(19, 18)]
    [InlineData(500, 18)]
    public async Task A_delete_below_a_number_keeps_the_rest_and_takes_the_bytes_away(long first, int deleted)
    {
        await FillAsync(Open(), 18);
        Assert.Equal(deleted, await Open().DeleteBelowAsync(first, Cancel));
        await AssertHoldsAsync(Open(), deleted + 1, 19);
        var left = string.Concat((await DocumentsAsync()).Values);
        for (var n = 1; n <= 18; n++)
        {
            Assert.Equal(n > deleted, left.Contains($$"""{"n":{{n}}}""", StringComparison.Ordinal));
        }

        Assert.Equal(0, await Open().DeleteBelowAsync(1, Cancel));
        await AssertHoldsAsync(Open(), deleted + 1, 19);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(9)]
    public async Task A_holder_that_does_not_know_of_a_delete_appends_behind_it(int count)
    {
        var stale = Open();
        await FillAsync(stale, count);
        await Open().DeleteAsync(Cancel);
        Assert.Equal([new LogReceipt(count + 1, true)], await stale.AppendAsync([Entry(count + 1)], Cancel));
        await AssertHoldsAsync(stale, count + 1, count + 2);
        await AssertHoldsAsync(Open(), count + 1, count + 2);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(9)]
    public async Task The_id_of_a_deleted_entry_is_new_again_for_every_holder(int count)
    {
        var stale = Open();
        await AppendAsync(stale, [.. Enumerable.Range(1, count).Select(n => Entry(n, $"id-{n}"))]);
        await Open().DeleteAsync(Cancel);
        Assert.Equal([new LogReceipt(count + 1, true)], await stale.AppendAsync([Entry(count + 1, "id-1")], Cancel));
        Assert.Equal([new LogReceipt(count + 2, true)], await Open().AppendAsync([Entry(count + 2, "id-2")], Cancel));
        await AssertHoldsAsync(Open(), count + 1, count + 3);
    }

    [Fact]
    public async Task Logs_of_one_store_do_not_see_each_other()
    {
        var other = new SegmentedLog(
            Store, Storage.Records.RecordKey.Create(Storage.Records.Component.Conversations, Bot, "4"), Small);
        await FillAsync(other, 9);
        await FillAsync(Open(), 5);
        await other.DeleteAsync(Cancel);
        await AssertHoldsAsync(Open(), 1, 6);
        await AssertHoldsAsync(other, 10, 10);
    }

    [Theory]
    [InlineData("00000000")]
    [InlineData("00000002")]
    [InlineData("00000004")]
    public async Task A_segment_that_somebody_took_away_is_damage_and_no_empty_log(string segment)
    {
        var log = Open();
        await FillAsync(log, 20);
        var stored = await ReadAsync(DocumentKey(segment));
        await MustWriteAsync(DocumentKey(segment), stored!.Revision.Value, null);
        await Assert.ThrowsAsync<DamagedRecordException>(async () => await Open().ReadAsync(1, 100, Cancel));
        await Assert.ThrowsAsync<DamagedRecordException>(async () => await log.ReadAsync(1, 100, Cancel));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"first":1,"ids":[null],"entries":[]}""")]
    [InlineData("""{"first":1,"ids":[null],"entries":[7]}""")]
    [InlineData("""{"first":"1","ids":[],"entries":[]}""")]
    [InlineData("""{"first":5,"ids":[null],"entries":[{}]}""")]
    [InlineData("""{"first":1,"ids":[],"entries":[],"more":1}""")]
    public async Task A_segment_of_another_form_is_refused_and_left_alone(string json)
    {
        await MustWriteAsync(DocumentKey("00000000"), 0, json);
        await Assert.ThrowsAsync<DamagedRecordException>(async () => await Open().ReadLastAsync(1, Cancel));
        await Assert.ThrowsAsync<DamagedRecordException>(
            async () => await Open().AppendAsync([Entry(1)], Cancel));
        await AssertHoldsAsync(DocumentKey("00000000"), 1, json);
    }
}
