using System.Text;
using HybridOrleans.Storage.Logs;
using HybridOrleans.Storage.Memory;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Faults;
using Xunit;

namespace HybridOrleans.Storage.Tests.Logs;

/// <summary>A delete that dies at any of its writes was all or nothing for readers, and a repeat finishes it.</summary>
public sealed class LogDeleteCrashTests
{
    private const int Entries = 18;
    private static readonly LogShape Shape = new(4, 1024, 1_000);
    private static readonly RecordKey Key = RecordKeys.Conversation("bot", 42);

    private readonly FaultyRecordStore _store = new(new MemoryRecordStore());

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The writes of such a delete: the head, the last segment, four full ones, and the head again.</summary>
    public static TheoryData<int, FaultKind> Writes
    {
        get
        {
            var data = new TheoryData<int, FaultKind>();
            for (var write = 0; write < 7; write++)
            {
                data.Add(write, FaultKind.Unavailable);
                data.Add(write, FaultKind.LoseRequest);
                data.Add(write, FaultKind.LoseAnswer);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_delete_that_dies_at_a_write_is_finished_by_the_next_one(int write, FaultKind kind)
    {
        await FillAsync();
        _store.OnWrites([.. Enumerable.Range(0, write).Select(_ => Fault.None), Make(kind)]);
        var error = await Assert.ThrowsAnyAsync<OrleansException>(async () => await Open().DeleteAsync(Cancel));
        Assert.Equal(write == 0 && kind == FaultKind.Unavailable, error is StoreUnavailableException);

        var seen = await Open().ReadAsync(1, 100, Cancel);
        var happened = write > 0 || kind == FaultKind.LoseAnswer;
        Assert.Equal(happened ? 0 : Entries, seen.Entries.Count);
        Assert.Equal(Entries + 1, seen.Head.Next);

        Assert.Equal(happened ? 0 : Entries, await Open().DeleteAsync(Cancel));
        Assert.Equal(new LogHead(Entries + 1, Entries + 1), await Open().ReadHeadAsync(Cancel));
        await AssertNoBytesAsync();
        Assert.Equal(Entries + 1, Assert.Single(await Open().AppendAsync([Entry(100)], Cancel)).Sequence);
    }

    [Fact]
    public async Task A_delete_writes_no_more_than_the_test_above_breaks()
    {
        await FillAsync();
        var before = _store.WriteCount;
        await Open().DeleteAsync(Cancel);
        Assert.Equal(7, _store.WriteCount - before);
        await AssertNoBytesAsync();
    }

    [Fact]
    public async Task What_is_appended_after_a_delete_that_died_stays_when_a_repeat_takes_the_bytes_away()
    {
        await FillAsync();
        _store.OnWrites(Fault.None, Fault.Unavailable);
        await Assert.ThrowsAsync<OutcomeUnknownException>(async () => await Open().DeleteAsync(Cancel));
        await Open().AppendAsync([Entry(100)], Cancel);
        Assert.Equal(0, await Open().DeleteBelowAsync(Entries + 1, Cancel));
        Assert.Equal(Entries + 1, Assert.Single((await Open().ReadAsync(1, 9, Cancel)).Entries).Sequence);
        await AssertNoBytesAsync();
    }

    [Fact]
    public async Task A_store_that_was_set_back_is_refused_by_a_holder_that_knows_more()
    {
        var log = Open();
        await log.AppendAsync([Entry(1)], Cancel);
        var segment = RecordKey.FromText(Key.Component, Key.Text + "/00000000");
        var old = await _store.ReadAsync(segment, Epoch.Initial, Cancel);
        await log.AppendAsync([Entry(2)], Cancel);
        ((MemoryRecordStore)_store.Inner).EditFromOutside(segment, old);
        await Assert.ThrowsAsync<DamagedRecordException>(async () => await log.ReadLastAsync(9, Cancel));
    }

    private SegmentedLog Open() => new(_store, Key, Shape);

    private async Task FillAsync()
    {
        var log = Open();
        for (var n = 1; n <= Entries; n++)
        {
            await log.AppendAsync([Entry(n)], Cancel);
        }
    }

    private async Task AssertNoBytesAsync()
    {
        await foreach (var header in _store.WalkAsync(Key.Component, Key.Text, RecordCursor.Start, Cancel))
        {
            var stored = await _store.ReadAsync(header.Key, Epoch.Initial, Cancel);
            var text = stored!.Body is { } body ? Encoding.UTF8.GetString(body.Utf8.Span) : "";
            for (var n = 1; n <= Entries; n++)
            {
                Assert.DoesNotContain($$"""{"n":{{n}}}""", text, StringComparison.Ordinal);
            }
        }
    }

    private static LogEntry Entry(int n)
        => LogEntry.Create(RecordBody.Parse(Encoding.UTF8.GetBytes($$"""{"n":{{n}}}""")));

    private static Fault Make(FaultKind kind) => kind switch
    {
        FaultKind.Unavailable => Fault.Unavailable,
        FaultKind.LoseRequest => Fault.LoseRequest,
        _ => Fault.LoseAnswer,
    };
}
