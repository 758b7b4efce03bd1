using HybridOrleans.Storage.Logs;
using Xunit;

namespace HybridOrleans.TestKit.Conformance.Logs;

/// <summary>What a log owes when the content of single entries is taken away.</summary>
public abstract class LogErasingConformance : LogAppendingConformance
{
    [Fact]
    public async Task Erased_entries_keep_their_number_and_nothing_else()
    {
        await AppendAsync(Open(), [.. Enumerable.Range(1, 10).Select(n => Entry(n, $"id-{n}"))]);
        var holder = Open();
        await holder.ReadHeadAsync(Cancel);
        Assert.Equal(3, await Open().EraseAsync(e => e.Id is "id-2" or "id-7" or "id-10", Cancel));
        Assert.Equal(0, await Open().EraseAsync(e => e.Id is "id-2" or "id-7" or "id-10", Cancel));
        foreach (var log in new[] { holder, Open() })
        {
            var reading = await log.ReadAsync(1, 100, Cancel);
            Assert.Equal(new LogHead(1, 11), reading.Head);
            Assert.Equal([2L, 7, 10], reading.Entries.Where(e => e.Entry.IsErased).Select(e => e.Sequence));
            Assert.Equal(
                Expected(1, 11).Where(e => e[..2] is not ("2:" or "7:" or "10")),
                Shown(reading).Where(e => !e.Contains("erased", StringComparison.Ordinal)));
        }

        Assert.DoesNotContain((await DocumentsAsync()).Values, d => d.Contains("id-7", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_log_goes_on_behind_an_erased_end_and_an_erased_id_is_new_again()
    {
        var log = Open();
        await AppendAsync(log, Entry(1, "a"), Entry(2, "b"));
        Assert.Equal(1, await log.EraseAsync(e => e.Id == "b", Cancel));
        Assert.Equal([new LogReceipt(3, true)], await log.AppendAsync([Entry(3, "b")], Cancel));
        Assert.Equal([new LogReceipt(1, false)], await log.AppendAsync([Entry(0, "a")], Cancel));
        Assert.Equal(3, (await Open().ReadAsync(1, 10, Cancel)).Entries.Count);
    }

    [Fact]
    public async Task Appends_by_another_holder_meanwhile_are_not_lost()
    {
        var other = Open();
        await AppendAsync(other, Entry(1, "gone-1"));
        var appending = Task.Run(async () =>
        {
            for (var n = 2; n <= 60; n++)
            {
                await AppendAsync(other, Entry(n, n % 2 == 0 ? $"kept-{n}" : $"gone-{n}"));
            }
        });
        do
        {
            await Open().EraseAsync(IsGone, Cancel);
        }
        while (!appending.IsCompleted);
        await appending;
        await Open().EraseAsync(IsGone, Cancel);
        var reading = await Open().ReadAsync(1, 100, Cancel);
        Assert.Equal(Enumerable.Range(1, 60), reading.Entries.Select(e => (int)e.Sequence));
        Assert.All(reading.Entries, e => Assert.Equal(e.Sequence % 2 == 1, e.Entry.IsErased));
        Assert.Equal(30, reading.Entries.Count(e => e.Entry.Id == $"kept-{e.Sequence}"));

        static bool IsGone(LogEntry entry) => entry.Id?.StartsWith("gone", StringComparison.Ordinal) == true;
    }

    [Fact]
    public async Task Nothing_is_left_of_a_log_that_is_erased_in_part_and_then_deleted()
    {
        await AppendAsync(Open(), [.. Enumerable.Range(1, 9).Select(n => Entry(n, $"id-{n}"))]);
        await Open().EraseAsync(e => e.Id == "id-3", Cancel);
        Assert.Equal(9, await Open().DeleteAsync(Cancel));
        Assert.DoesNotContain((await DocumentsAsync()).Values, d => d.Contains("id-", StringComparison.Ordinal));
    }
}
