using System.Text;
using HybridOrleans.Storage.Memory;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Records.Settling;
using HybridOrleans.TestKit.Faults;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HybridOrleans.Storage.Tests.Records.Settling;

public sealed class SettlingRecordStoreTests
{
    private static readonly RecordKey Key = RecordKeys.User("han", 42);

    private readonly FakeTimeProvider _time = new();
    private readonly MemoryRecordStore _memory = new();
    private readonly FaultyRecordStore _faulty;
    private readonly SettlingRecordStore _store;

    public SettlingRecordStoreTests()
    {
        _faulty = new FaultyRecordStore(_memory);
        _store = new SettlingRecordStore(
            _faulty, new SettlingOptions(), _time, NullLogger<SettlingRecordStore>.Instance);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_that_arrives_is_passed_on_and_the_store_is_asked_once()
    {
        Assert.Equal(WriteResult.AcceptedAs(new(1)), await _store.WriteAsync(Change(0, "41"), Cancel));
        Assert.Equal(WriteResult.Conflict(new(1)), await _store.WriteAsync(Change(0, "42"), Cancel));
        Assert.Equal(2, _faulty.WriteCount);
    }

    [Fact]
    public async Task A_write_that_happened_and_lost_its_answer_is_accepted_once()
    {
        _faulty.OnWrites(Fault.LoseAnswer);
        var write = Change(0, "41");
        Assert.Equal(WriteResult.AcceptedAs(new(1)), await _store.WriteAsync(write, Cancel));
        Assert.Equal(2, _faulty.WriteCount);
        await AssertHoldsAsync(1, "41", write.WriteId);
    }

    [Fact]
    public async Task A_write_that_got_lost_is_sent_again()
    {
        _faulty.OnWrites(Fault.LoseRequest);
        var write = Change(0, "41");
        Assert.Equal(WriteResult.AcceptedAs(new(1)), await _store.WriteAsync(write, Cancel));
        await AssertHoldsAsync(1, "41", write.WriteId);
    }

    [Fact]
    public async Task A_delete_that_lost_its_answer_is_accepted_once()
    {
        await _store.WriteAsync(Change(0, "41"), Cancel);
        _faulty.OnWrites(Fault.LoseAnswer);
        Assert.Equal(WriteResult.AcceptedAs(new(2)), await _store.WriteAsync(Change(1, null), Cancel));
        Assert.Equal(new Revision(2), (await _memory.ReadAsync(Key, Epoch.Initial, Cancel))!.Revision);
    }

    [Fact]
    public async Task A_write_that_arrives_late_finds_its_revision_taken_by_its_own_repeat()
    {
        var late = Fault.ArriveLate;
        _faulty.OnWrites(late);
        Assert.True((await _store.WriteAsync(Change(0, "41"), Cancel)).Accepted);
        Assert.True((await _store.WriteAsync(Change(1, "42"), Cancel)).Accepted);
        late.Release();
        await late.Arrived.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        await AssertHoldsAsync(2, "42", null);
    }

    [Fact]
    public async Task A_write_that_lost_its_answer_is_accepted_though_the_fence_rose_before_its_repeat()
    {
        var repeat = Fault.Hold;
        _faulty.OnWrites(Fault.LoseAnswer, repeat);
        var mine = _store.WriteAsync(Change(0, "41"), Cancel).AsTask();
        await repeat.Reached.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        await _memory.RaiseFenceAsync(Key.Component, new Epoch(1), Cancel);
        repeat.Release();
        Assert.Equal(WriteResult.AcceptedAs(new(1)), await mine);
    }

    [Fact]
    public async Task Of_two_activations_that_turn_41_into_42_the_one_whose_write_is_stored_is_told_so()
    {
        await _store.WriteAsync(Change(0, "41"), Cancel);
        _faulty.OnWrites(Fault.LoseAnswer);
        var mine = Change(1, "42");
        Assert.Equal(WriteResult.AcceptedAs(new(2)), await _store.WriteAsync(mine, Cancel));
        Assert.Equal(WriteResult.Conflict(new(2)), await _store.WriteAsync(Change(1, "42"), Cancel));
        await AssertHoldsAsync(2, "42", mine.WriteId);
    }

    [Fact]
    public async Task Of_two_activations_that_turn_41_into_42_the_one_that_was_beaten_gets_a_conflict()
    {
        await _store.WriteAsync(Change(0, "41"), Cancel);
        var repeat = Fault.Hold;
        _faulty.OnWrites(Fault.LoseRequest, repeat);
        var mine = _store.WriteAsync(Change(1, "42"), Cancel).AsTask();
        await repeat.Reached.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        var others = Change(1, "42");
        Assert.True((await _memory.WriteAsync(others, Cancel)).Accepted);
        repeat.Release();

        // The stored body is the very one that was to be written; only the write id tells that it is not ours.
        Assert.Equal(WriteResult.Conflict(new(2)), await mine);
        await AssertHoldsAsync(2, "42", others.WriteId);
    }

    [Theory]
    [InlineData(FaultKind.LoseAnswer)]
    [InlineData(FaultKind.LoseRequest)]
    public async Task A_write_that_was_overtaken_stays_unknown_since_the_next_may_be_built_on_it(FaultKind kind)
    {
        await _store.WriteAsync(Change(0, "41"), Cancel);
        var repeat = Fault.Hold;
        _faulty.OnWrites(kind == FaultKind.LoseAnswer ? Fault.LoseAnswer : Fault.LoseRequest, repeat);
        var mine = _store.WriteAsync(Change(1, "42"), Cancel).AsTask();
        await repeat.Reached.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        if (kind == FaultKind.LoseRequest)
        {
            await _memory.WriteAsync(Change(1, "42"), Cancel);
        }

        Assert.True((await _memory.WriteAsync(Change(2, "43"), Cancel)).Accepted);
        repeat.Release();
        var error = await Assert.ThrowsAsync<OutcomeUnknownException>(() => mine);
        Assert.Contains("revision 3 now stands, which may be built on it", error.Message, StringComparison.Ordinal);
        await AssertHoldsAsync(3, "43", null);
    }

    private static RecordWrite Change(long expected, string? json) => new()
    {
        Key = Key,
        Expected = new Revision(expected),
        Body = json is null ? null : RecordBody.Parse(Encoding.UTF8.GetBytes(json)),
        WriteId = WriteId.New(),
        Epoch = Epoch.Initial,
    };

    private async Task AssertHoldsAsync(long revision, string json, WriteId? id)
    {
        var stored = await _memory.ReadAsync(Key, Epoch.Initial, Cancel);
        Assert.Equal(new Revision(revision), stored!.Revision);
        Assert.Equal(json, Encoding.UTF8.GetString(stored.Body!.Utf8.Span));
        Assert.Equal(id ?? stored.WriteId, stored.WriteId);
    }
}
