using System.Globalization;
using System.Text;
using HybridOrleans.Storage.Logs;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.TestKit.Conformance.Logs;

/// <summary>A log on the store under test, and short ways to use it.</summary>
public abstract class LogSubject : ConformanceSubject
{
    /// <summary>Small, so that a few entries fill several segments.</summary>
    protected static LogShape Small { get; } = new(4, 1024, 1_000);

    /// <summary>The log of this test.</summary>
    protected RecordKey LogKey => RecordKey.Create(Component.Conversations, Bot, "42");

    /// <summary>A holder of the log that knows nothing yet.</summary>
    protected IRecordLog Open(LogShape? shape = null) => new SegmentedLog(Store, LogKey, shape ?? Small);

    /// <summary>A document of the log.</summary>
    protected RecordKey DocumentKey(string name) => RecordKey.Create(Component.Conversations, Bot, "42", name);

    protected static LogEntry Entry(long number, string? id = null)
        => LogEntry.Create(Body(string.Create(CultureInfo.InvariantCulture, $$"""{"n":{{number}}}""")), id);

    /// <summary>Appends all entries, in as many compare-and-sets as it takes.</summary>
    protected static async Task<List<LogReceipt>> AppendAsync(IRecordLog log, params IReadOnlyList<LogEntry> entries)
    {
        List<LogReceipt> receipts = [];
        while (receipts.Count < entries.Count)
        {
            var taken = await log.AppendAsync([.. entries.Skip(receipts.Count)], Cancel);
            Assert.InRange(taken.Count, 1, entries.Count - receipts.Count);
            receipts.AddRange(taken);
        }

        return receipts;
    }

    /// <summary>Appends the numbers from 1 on, without ids.</summary>
    protected static Task FillAsync(IRecordLog log, int count)
        => AppendAsync(log, [.. Enumerable.Range(1, count).Select(n => Entry(n))]);

    /// <summary>Expects entries whose content is their own number.</summary>
    protected static async Task AssertHoldsAsync(IRecordLog log, long first, long next)
    {
        var reading = await log.ReadAsync(1, 10_000, Cancel);
        Assert.Equal(new LogHead(first, next), reading.Head);
        Assert.Equal(Expected(first, next), Shown(reading));
    }

    protected static IEnumerable<string> Expected(long from, long end)
    {
        for (var number = from; number < end; number++)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $$"""{{number}}: {"n":{{number}}}""");
        }
    }

    protected static IEnumerable<string> Shown(LogReading reading) => reading.Entries.Select(
        e => $"{e.Sequence}: {Encoding.UTF8.GetString(e.Entry.Body.Utf8.Span)}");

    /// <summary>Every document of the log that is no tombstone, as text.</summary>
    protected async Task<Dictionary<string, string>> DocumentsAsync()
    {
        Dictionary<string, string> found = [];
        await foreach (var header in Store.WalkAsync(
            Component.Conversations, LogKey.Text + "/", RecordCursor.Start, Cancel))
        {
            if (!header.IsTombstone && await ReadAsync(header.Key) is { Body: { } body })
            {
                found[header.Key.Text[(LogKey.Text.Length + 1)..]] = Encoding.UTF8.GetString(body.Utf8.Span);
            }
        }

        return found;
    }
}
