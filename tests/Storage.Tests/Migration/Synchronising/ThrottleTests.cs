using HybridOrleans.Storage.Migration.Synchronising;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HybridOrleans.Storage.Tests.Migration.Synchronising;

public sealed class ThrottleTests
{
    private static readonly TimeSpan Piece = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Usual = TimeSpan.FromMilliseconds(10);
    private readonly FakeTimeProvider _time = new();
    private readonly FixedLatency _live = new() { Baseline = Usual };
    private readonly LiveWaits _waits;
    private readonly Throttle _throttle;

    public ThrottleTests()
    {
        _waits = new LiveWaits(_live, _time);
        _throttle = new Throttle(_waits, _time);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_walk_takes_all_it_can_while_nobody_calls()
    {
        _throttle.Begin();
        Assert.Equal(TimeSpan.Zero, await RestAsync());
        Assert.Equal((2_048, 3, false), (_throttle.PieceRecords(0), _throttle.PiecesAtOnce, _throttle.IsGentle));
    }

    [Fact]
    public async Task Beside_calls_pieces_are_small_and_the_rest_is_longer_than_the_work()
    {
        _live.P99 = Usual;
        _throttle.Begin();
        Assert.Equal((64, 1, true), (_throttle.PieceRecords(0), _throttle.PiecesAtOnce, _throttle.IsGentle));
        Assert.InRange(await RestAsync(), 2 * Piece, 4 * Piece);
    }

    [Fact]
    public async Task It_rests_beside_calls_of_which_nobody_knows_what_they_usually_wait()
    {
        var live = new FixedLatency();
        var throttle = new Throttle(new LiveWaits(live, _time), _time);
        throttle.Begin();
        live.P99 = Usual;
        _time.Advance(Piece);
        var waiting = throttle.WaitAsync(1, 0, Cancel).AsTask();
        Assert.Equal((3 * Piece, false), (throttle.Pause, waiting.IsCompleted));
        _time.Advance(3 * Piece);
        await waiting;
    }

    [Fact]
    public async Task It_rests_ever_longer_while_calls_wait_and_less_when_they_do_not()
    {
        _live.P99 = Usual;
        _throttle.Begin();
        _live.P99 = 2 * Usual;
        var first = await RestAsync();
        await WorkAsync(pieces: 100);
        var slow = await RestAsync();
        Assert.Equal((true, 8 * Piece), (slow > first, slow));
        _live.P99 = 1.5 * Usual;
        await WorkAsync(pieces: 300);
        Assert.InRange(await RestAsync(), 0.5 * Piece, Piece);
        Assert.Equal(TimeSpan.FromSeconds(2), await LongestAsync());
    }

    [Fact]
    public async Task What_calls_wait_in_the_aftermath_of_another_walk_is_not_usual()
    {
        _live.P99 = Usual;
        var other = new Throttle(_waits, _time);
        other.Begin();
        _time.Advance(Piece);
        var waiting = other.WaitAsync(1, 0, Cancel).AsTask();
        _time.Advance(3 * Piece);
        await waiting;
        _live.P99 = 5 * Usual;
        _throttle.Begin();
        Assert.Equal(Usual, _waits.Usual);
        _time.Advance(TimeSpan.FromSeconds(16));
        _throttle.Begin();
        Assert.Equal(5 * Usual, _waits.Usual);
        _live.P99 = null;
        _time.Advance(TimeSpan.FromSeconds(16));
        _throttle.Begin();
        Assert.Equal(Usual, _waits.Usual);
    }

    [Fact]
    public async Task A_limit_of_the_rate_is_kept_in_pieces_of_a_quarter_of_a_second()
    {
        _throttle.Begin();
        Assert.Equal((25, 1, 2_048),
            (_throttle.PieceRecords(100), _throttle.PieceRecords(1), _throttle.PieceRecords(1_000_000)));
        Assert.Equal(TimeSpan.FromSeconds(0.25) - Piece, await RestAsync(records: 25, rateMax: 100));
    }

    /// <summary>A piece that takes a second, and calls that wait.</summary>
    private async Task<TimeSpan> LongestAsync()
    {
        _live.P99 = 3 * Usual;
        var rest = TimeSpan.Zero;
        for (var i = 0; i < 20; i++)
        {
            rest = await RestAsync(piece: TimeSpan.FromSeconds(1));
        }

        return rest;
    }

    private async Task WorkAsync(int pieces)
    {
        for (var i = 0; i < pieces; i++)
        {
            await RestAsync();
        }
    }

    /// <summary>Works for the time of a piece, and tells how long the throttle waits then.</summary>
    private async Task<TimeSpan> RestAsync(int records = 64, long rateMax = 0, TimeSpan? piece = null)
    {
        _time.Advance(piece ?? Piece);
        var before = _time.GetUtcNow();
        var waiting = _throttle.WaitAsync(records, rateMax, Cancel).AsTask();
        while (!waiting.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(0.5));
        }

        await waiting;
        return _time.GetUtcNow() - before;
    }
}
