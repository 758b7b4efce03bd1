using System.Text;
using HybridOrleans.Storage;
using HybridOrleans.Storage.Logs;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.TestKit.Conformance.Logs;

/// <summary>What an append owes.</summary>
public abstract class LogAppendingConformance : LogSubject
{
    [Fact]
    public async Task A_log_that_was_never_written_is_empty_and_has_no_document()
    {
        Assert.Equal(LogHead.Empty, await Open().ReadHeadAsync(Cancel));
        Assert.Empty((await Open().ReadAsync(1, 10, Cancel)).Entries);
        Assert.Empty((await Open().ReadLastAsync(10, Cancel)).Entries);
        Assert.Empty(await DocumentsAsync());
    }

    [Fact]
    public async Task Entries_are_numbered_from_one_in_the_order_of_their_appends()
    {
        var log = Open();
        for (var n = 1; n <= 30; n++)
        {
            Assert.Equal([new LogReceipt(n, true)], await log.AppendAsync([Entry(n)], Cancel));
            await AssertHoldsAsync(n % 2 == 0 ? log : Open(), 1, n + 1);
        }
    }

    [Fact]
    public async Task Entries_outlive_their_holder_and_the_store()
    {
        await FillAsync(Open(), 11);
        await ReopenAsync();
        var log = Open();
        await AssertHoldsAsync(log, 1, 12);
        Assert.Equal([new LogReceipt(12, true)], await log.AppendAsync([Entry(12)], Cancel));
        await AssertHoldsAsync(Open(), 1, 13);
    }

    [Fact]
    public async Task An_append_takes_what_one_segment_has_room_for_and_the_next_one_takes_the_rest()
    {
        var log = Open();
        LogEntry[] entries = [.. Enumerable.Range(1, 7).Select(n => Entry(n))];
        Assert.Equal([1, 2, 3, 4], (await log.AppendAsync(entries, Cancel)).Select(r => r.Sequence));
        Assert.Equal([5, 6, 7], (await log.AppendAsync(entries[4..], Cancel)).Select(r => r.Sequence));
        await AssertHoldsAsync(Open(), 1, 8);
    }

    [Fact]
    public async Task An_entry_comes_back_token_for_token_with_its_id()
    {
        const string Text = """{"a":1.0,"a":[],"текст":"Ева 🌻","z":"\u0000 \ud800 \/","n":null}""";
        await Open().AppendAsync([LogEntry.Create(Body(Text), "a:1/2#3"), LogEntry.Create(Body("{}"))], Cancel);
        await ReopenAsync();
        var entries = (await Open().ReadAsync(1, 2, Cancel)).Entries;
        Assert.Equal([Text, "{}"], entries.Select(e => Encoding.UTF8.GetString(e.Entry.Body.Utf8.Span)));
        Assert.Equal(["a:1/2#3", null], entries.Select(e => e.Entry.Id));
    }

    [Fact]
    public async Task A_full_segment_is_not_written_again()
    {
        await FillAsync(Open(), 4);
        var before = await ReadAsync(DocumentKey("00000000"));
        await FillAsync(Open(), 36);
        Assert.Equal(before, await ReadAsync(DocumentKey("00000000")));
        Assert.All(
            (await DocumentsAsync()).Values,
            text => Assert.True(text.Length < 150, $"A document of {text.Length} characters."));
    }

    [Fact]
    public async Task A_repeated_id_adds_nothing_and_is_answered_with_the_number_of_the_first()
    {
        var log = Open();
        await AppendAsync(log, [.. Enumerable.Range(1, 10).Select(n => Entry(n, $"id-{n}"))]);
        foreach (var holder in new[] { log, Open() })
        {
            Assert.Equal([new LogReceipt(2, false)], await holder.AppendAsync([Entry(77, "id-2")], Cancel));
            Assert.Equal([new LogReceipt(10, false)], await holder.AppendAsync([Entry(77, "id-10")], Cancel));
        }

        await AssertHoldsAsync(Open(), 1, 11);
    }

    [Fact]
    public async Task Old_and_new_ids_in_one_append_are_told_apart()
    {
        await AppendAsync(Open(), Entry(1, "a"), Entry(2, "b"));
        var receipts = await Open().AppendAsync([Entry(0, "b"), Entry(3, "c"), Entry(0, "c"), Entry(4)], Cancel);
        Assert.Equal([new(2, false), new(3, true), new(3, false), new(4, true)], receipts);
        await AssertHoldsAsync(Open(), 1, 5);
    }

    [Fact]
    public async Task An_id_that_another_holder_appended_meanwhile_is_recognised()
    {
        var (one, other) = (Open(), Open());
        await one.AppendAsync([Entry(1, "a")], Cancel);
        await AppendAsync(other, [.. Enumerable.Range(2, 9).Select(n => Entry(n, $"id-{n}"))]);
        Assert.Equal([new LogReceipt(3, false)], await one.AppendAsync([Entry(0, "id-3")], Cancel));
        Assert.Equal([new LogReceipt(11, true)], await one.AppendAsync([Entry(11, "b")], Cancel));
        Assert.Equal([new LogReceipt(11, false)], await other.AppendAsync([Entry(0, "b")], Cancel));
        await AssertHoldsAsync(Open(), 1, 12);
    }

    [Fact]
    public async Task Each_of_the_last_thousand_ids_is_recognised_by_a_new_holder()
    {
        var shape = new LogShape(100, 1024, 1_000);
        await AppendAsync(Open(shape), [.. Enumerable.Range(1, 1_250).Select(n => Entry(n, $"id-{n}"))]);
        var log = Open(shape);
        foreach (var n in new[] { 1_250, 1_000, 777, 251 })
        {
            Assert.Equal([new LogReceipt(n, false)], await log.AppendAsync([Entry(0, $"id-{n}")], Cancel));
        }

        Assert.Equal(new LogHead(1, 1_251), await Open(shape).ReadHeadAsync(Cancel));
    }

    [Fact]
    public async Task Entries_without_an_id_are_never_taken_for_each_other()
    {
        var log = Open();
        for (var n = 1; n <= 9; n++)
        {
            Assert.Equal([new LogReceipt(n, true)], await log.AppendAsync([LogEntry.Create(Body("{}"))], Cancel));
        }
    }

    [Fact]
    public async Task Holders_that_take_turns_never_fork_the_log()
    {
        IRecordLog[] logs = [Open(), Open(), Open()];
        for (var n = 1; n <= 40; n++)
        {
            Assert.Equal([new LogReceipt(n, true)], await logs[n % 3].AppendAsync([Entry(n)], Cancel));
        }

        await AssertHoldsAsync(Open(), 1, 41);
    }

    [Fact]
    public async Task Holders_that_append_at_once_lose_and_double_nothing()
    {
        const int Holders = 4;
        const int Each = 15;
        var numbers = await Task.WhenAll(Enumerable.Range(0, Holders).Select(h => Task.Run(
            async () =>
            {
                var log = Open();
                List<long> got = [];
                for (var i = 0; i < Each; i++)
                {
                    got.Add(await AppendPatientlyAsync(log, Entry((h * 1_000) + i, $"{h}-{i}")));
                }

                return got;
            },
            Cancel)));
        var reading = await Open().ReadAsync(1, 10_000, Cancel);
        Assert.Equal(Holders * Each, reading.Head.Count);
        Assert.Equal(Holders * Each, reading.Entries.Select(e => e.Entry.Id).Distinct().Count());
        for (var h = 0; h < Holders; h++)
        {
            Assert.Equal(Enumerable.Range(0, Each).Select(i => $"{h}-{i}"),
                numbers[h].Select(n => reading.Entries[(int)n - 1].Entry.Id));
            Assert.Equal(numbers[h].Order(), numbers[h]);
        }
    }

    [Fact]
    public async Task What_no_log_takes_is_refused_and_nothing_is_written()
    {
        Refused(() => LogEntry.Create(Body("[1]")), "no object");
        Refused(() => LogEntry.Create(Body(Nested(63))), "deeper than 62");
        Refused(() => LogEntry.Create(Body("{}"), ""), "0 characters");
        Refused(() => LogEntry.Create(Body("{}"), new string('x', 129)), "129 characters");
        Refused(() => LogEntry.Create(Body("{}"), "a\"b"), "without spaces, quotes");
        Refused(() => LogEntry.Create(Body("{}"), "é"), "printable ASCII");
        var large = LogEntry.Create(Body($$"""{"t":"{{new string('x', 1_024)}}"}"""));
        var error = await Assert.ThrowsAsync<InvalidRecordException>(
            async () => await Open().AppendAsync([Entry(1), large], Cancel));
        Assert.Contains("1,032 bytes, and at most 1,024", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new LogShape(64, 32 * 1024, 1_000));
        Assert.Empty(await DocumentsAsync());
    }

    [Fact]
    public async Task A_segment_of_the_largest_and_deepest_entries_is_kept()
    {
        var shape = LogShape.Conversations;
        var fill = new string('x', shape.EntryBytesMax - Nested(62).Length - 7);
        var text = $$"""{"t":"{{fill}}",{{Nested(62)[1..]}}""";
        var log = Open(shape);
        for (var n = 1; n <= shape.SegmentEntries; n++)
        {
            await log.AppendAsync([LogEntry.Create(Body(text), new string('i', 125) + $"{n:000}")], Cancel);
        }

        await ReopenAsync();
        var reading = await Open(shape).ReadAsync(1, 100, Cancel);
        Assert.Equal(shape.SegmentEntries, reading.Entries.Count);
        Assert.All(reading.Entries, e => Assert.Equal(Body(text), e.Entry.Body));
    }

    /// <summary>As a client would: another holder that is faster too often makes a call fail, not the work.</summary>
    private static async Task<long> AppendPatientlyAsync(IRecordLog log, LogEntry entry)
    {
        while (true)
        {
            try
            {
                return Assert.Single(await log.AppendAsync([entry], Cancel)).Sequence;
            }
            catch (StoreUnavailableException)
            {
                await Task.Yield();
            }
            catch (OutcomeUnknownException)
            {
                // Its id makes a repeat harmless.
                await Task.Yield();
            }
        }
    }

    private static void Refused(Func<LogEntry> make, string why)
        => Assert.Contains(why, Assert.Throws<InvalidRecordException>(make).Message, StringComparison.Ordinal);

    private static string Nested(int depth)
        => string.Concat(Enumerable.Repeat("{\"a\":", depth - 1)) + "{}" + new string('}', depth - 1);
}
