using HybridOrleans.Storage.Memory;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Records.Settling;
using HybridOrleans.TestKit.Faults;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace HybridOrleans.Storage.Tests.Records.Settling;

public sealed class SettlingLimitTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ArmedTimeProvider _time = new();
    private readonly MemoryRecordStore _memory = new();
    private readonly FaultyRecordStore _faulty;
    private readonly SettlingRecordStore _store;

    private readonly RecordWrite _write = new()
    {
        Key = RecordKeys.User("han", 42),
        Expected = Revision.None,
        Body = RecordBody.Parse("{}"u8),
        WriteId = WriteId.New(),
        Epoch = Epoch.Initial,
    };

    public SettlingLimitTests()
    {
        _faulty = new FaultyRecordStore(_memory);
        _store = new SettlingRecordStore(
            _faulty, new SettlingOptions(), _time, NullLogger<SettlingRecordStore>.Instance);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_store_is_asked_at_once_and_then_after_growing_pauses()
    {
        Fault[] faults = [.. Enumerable.Range(0, 8).Select(_ => Fault.LoseRequest)];
        _faulty.OnWrites(faults);
        var pending = _store.WriteAsync(_write, Cancel).AsTask();
        await _time.WaitForTimerAsync(Cancel);
        var pauses = new[] { 20, 40, 80, 160, 250, 250 };
        for (var i = 0; i < pauses.Length; i++)
        {
            await _time.WaitForTimerAsync(Cancel);
            _time.Advance(TimeSpan.FromMilliseconds(pauses[i] - 1));
            Assert.False(faults[i + 2].Reached.IsCompleted, $"Pause {i} was shorter than {pauses[i]} ms.");
            _time.Advance(TimeSpan.FromMilliseconds(1));
            await faults[i + 2].Reached.WaitAsync(Patience, Cancel);
        }

        await _time.WaitForTimerAsync(Cancel);
        _time.Advance(TimeSpan.FromMilliseconds(250));
        Assert.True((await pending.WaitAsync(Patience, Cancel)).Accepted);
        Assert.Equal(9, _faulty.WriteCount);
    }

    [Fact]
    public async Task What_is_not_settled_in_the_limit_is_unknown_and_says_how_often_and_how_long_it_was_asked()
    {
        _faulty.OnWrites([.. Enumerable.Range(0, 100).Select(_ => Fault.LoseRequest)]);
        var error = await FailAtTheLimitAsync(_store.WriteAsync(_write, Cancel).AsTask());
        Assert.Equal(
            "Writing to users in the memory store got no answer. It was asked again 11 time(s) in 2 s (limit 2 s), and "
            + "the limit was reached. The write of revision 1 may have happened, or may still happen. Read the record "
            + "again before you decide, and check the health of memory.",
            error.Message);
        Assert.IsType<OutcomeUnknownException>(error.InnerException);
    }

    [Fact]
    public async Task A_repeat_known_not_to_be_written_does_not_settle_the_attempt_before_it()
    {
        _faulty.OnWrites([Fault.LoseAnswer, .. Enumerable.Range(0, 100).Select(_ => Fault.Unavailable)]);
        var error = await FailAtTheLimitAsync(_store.WriteAsync(_write, Cancel).AsTask());
        Assert.IsType<StoreUnavailableException>(error.InnerException);
        Assert.NotNull(await _memory.ReadAsync(_write.Key, Epoch.Initial, Cancel));
    }

    [Fact]
    public async Task A_store_that_comes_back_in_the_limit_settles_it()
    {
        _faulty.OnWrites(Fault.LoseAnswer, Fault.Unavailable, Fault.Unavailable);
        var pending = _store.WriteAsync(_write, Cancel).AsTask();
        await _time.WaitForTimerAsync(Cancel);
        await PassAsync(20, 40);
        Assert.Equal(WriteResult.AcceptedAs(new(1)), await pending.WaitAsync(Patience, Cancel));
        Assert.Equal(4, _faulty.WriteCount);
    }

    [Fact]
    public async Task A_repeat_that_hangs_is_given_up_at_the_limit()
    {
        var hang = Fault.Hold;
        _faulty.OnWrites(Fault.LoseAnswer, hang);
        var pending = _store.WriteAsync(_write, Cancel).AsTask();
        await hang.Reached.WaitAsync(Patience, Cancel);
        _time.Advance(TimeSpan.FromSeconds(2));
        var error = await Assert.ThrowsAsync<OutcomeUnknownException>(() => pending.WaitAsync(Patience, Cancel));
        Assert.Contains("asked again 1 time(s) in 2 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_who_gives_up_while_it_is_unknown_is_told_that_it_is_unknown()
    {
        var hang = Fault.Hold;
        _faulty.OnWrites(Fault.LoseAnswer, hang);
        using var source = new CancellationTokenSource();
        var pending = _store.WriteAsync(_write, source.Token).AsTask();
        await hang.Reached.WaitAsync(Patience, Cancel);
        await source.CancelAsync();
        var error = await Assert.ThrowsAsync<OutcomeUnknownException>(() => pending.WaitAsync(Patience, Cancel));
        Assert.Contains("the caller gave up", error.Message, StringComparison.Ordinal);
        Assert.IsAssignableFrom<OperationCanceledException>(error.InnerException);
    }

    [Fact]
    public async Task A_caller_who_gives_up_in_the_first_attempt_is_simply_cancelled()
    {
        var hang = Fault.Hold;
        _faulty.OnWrites(hang);
        using var source = new CancellationTokenSource();
        var pending = _store.WriteAsync(_write, source.Token).AsTask();
        await hang.Reached.WaitAsync(Patience, Cancel);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending.WaitAsync(Patience, Cancel));
        Assert.Equal(1, _faulty.WriteCount);
    }

    [Fact]
    public async Task A_write_known_not_to_have_happened_is_not_repeated()
    {
        _faulty.OnWrites(Fault.Unavailable);
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await _store.WriteAsync(_write, Cancel));
        Assert.Equal(1, _faulty.WriteCount);
    }

    [Fact]
    public async Task A_fence_that_rose_meanwhile_leaves_it_unknown()
    {
        var repeat = Fault.Hold;
        _faulty.OnWrites(Fault.LoseRequest, repeat);
        var pending = _store.WriteAsync(_write, Cancel).AsTask();
        await repeat.Reached.WaitAsync(Patience, Cancel);
        await _memory.RaiseFenceAsync(Component.Users, new Epoch(1), Cancel);
        repeat.Release();
        var error = await Assert.ThrowsAsync<OutcomeUnknownException>(() => pending.WaitAsync(Patience, Cancel));
        Assert.IsType<StaleEpochException>(error.InnerException);
    }

    [Fact]
    public void The_defaults_are_pinned()
    {
        var options = new SettlingOptions();
        Assert.Equal(TimeSpan.FromSeconds(2), options.Limit);
        Assert.Equal(TimeSpan.FromMilliseconds(20), options.PauseMin);
        Assert.Equal(TimeSpan.FromMilliseconds(250), options.PauseMax);
        Assert.True(new SettlingOptionsValidator().Validate(null, options).Succeeded);
    }

    [Fact]
    public void All_mistakes_in_the_options_are_reported_at_once()
    {
        var result = new SettlingOptionsValidator().Validate(null, new SettlingOptions
        {
            Limit = TimeSpan.FromMilliseconds(99),
            PauseMin = TimeSpan.Zero,
            PauseMax = TimeSpan.FromMilliseconds(101),
        });
        Assert.Equal(
            "Property Limit: Settling of lost answers: 00:00:00.0990000 is outside 00:00:00.1000000 to 00:01:00.; "
            + "Property PauseMin: Settling of lost answers: 00:00:00 is outside 00:00:00.0010000 to "
            + "00:00:00.1010000.; Property PauseMax: Settling of lost answers: 00:00:00.1010000 is outside 00:00:00 "
            + "to 00:00:00.0990000.",
            result.FailureMessage);
    }

    /// <summary>Repeats come at 0, 20, 60, 140, 300 ms and then each 250 ms, the eleventh at 1,800 ms.</summary>
    private async Task<OutcomeUnknownException> FailAtTheLimitAsync(Task pending)
    {
        await _time.WaitForTimerAsync(Cancel);
        await PassAsync(20, 40, 80, 160, 250, 250, 250, 250, 250, 250, 200);
        return await Assert.ThrowsAsync<OutcomeUnknownException>(() => pending.WaitAsync(Patience, Cancel));
    }

    /// <summary>Lets the time pass, each step once the store waits for it.</summary>
    private async Task PassAsync(params int[] milliseconds)
    {
        foreach (var step in milliseconds)
        {
            await _time.WaitForTimerAsync(Cancel);
            _time.Advance(TimeSpan.FromMilliseconds(step));
        }
    }
}
