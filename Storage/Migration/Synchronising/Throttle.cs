using HybridOrleans.Storage.Migration.Copying;

namespace HybridOrleans.Storage.Migration.Synchronising;

/// <summary>
/// Makes copying and comparing yield to live calls, which are to wait no more than twice their usual time.
/// </summary>
/// <remarks>
/// While nobody calls, a walk takes all it can. Else it is gentle: it works in pieces so small that a call that meets
/// one waits a few milliseconds for it, and rests after each for a multiple of the time that the piece took: three
/// times at first, more while calls wait too long, less while they do not. One walk at a time.
/// </remarks>
internal sealed class Throttle(LiveWaits waits, TimeProvider time) : IWalkPace
{
    private const int PieceMax = 2_048;
    private const int PieceMaxBesideCalls = 64;

    /// <summary>With a limit to the rate: an operator who pauses is not to wait for a long piece.</summary>
    private const int PiecesASecond = 4;

    private const double WaitMax = 1.8;
    private const double RestAtFirst = 3;
    private const double RestMin = 0.5;
    private const double RestMax = 8;
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(2);

    /// <summary>What a piece takes at least, for a clock that did not move.</summary>
    private static readonly TimeSpan PieceMin = TimeSpan.FromMilliseconds(1);

    /// <summary>Until what live calls wait shows what the last change has done.</summary>
    private static readonly TimeSpan ChangeEvery = TimeSpan.FromMilliseconds(250);

    private double _rest = RestAtFirst;
    private volatile bool _isAlone = true;
    private long _resumedAt = time.GetTimestamp();
    private long _changedAt;

    /// <summary>The pause after the last piece.</summary>
    public TimeSpan Pause { get; private set; }

    /// <inheritdoc/>
    public bool IsGentle => !_isAlone;

    /// <summary>How many pieces may be under way at once now.</summary>
    public int PiecesAtOnce => _isAlone ? 3 : 1;

    /// <summary>Begins a walk.</summary>
    public void Begin()
    {
        waits.BeginWalk();
        _rest = RestAtFirst;
        _isAlone = waits.Now is null;
        _resumedAt = time.GetTimestamp();
    }

    /// <summary>How many records make a piece now.</summary>
    /// <param name="rateMax">The most records a second; 0 for no limit.</param>
    public int PieceRecords(long rateMax)
    {
        var most = _isAlone ? PieceMax : PieceMaxBesideCalls;
        return rateMax > 0 ? (int)Math.Clamp(rateMax / PiecesASecond, 1, most) : most;
    }

    /// <summary>Waits after a piece.</summary>
    /// <param name="records">The size of the piece.</param>
    /// <param name="rateMax">The most records a second; 0 for no limit.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async ValueTask WaitAsync(int records, long rateMax, CancellationToken cancellation)
    {
        waits.Walked();
        var took = time.GetElapsedTime(_resumedAt);
        Pause = Rest(took > PieceMin ? took : PieceMin);
        var share = rateMax > 0 ? TimeSpan.FromSeconds((double)records / rateMax) - took : TimeSpan.Zero;
        var wait = share > Pause ? share : Pause;
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellation);
        }

        _resumedAt = time.GetTimestamp();
    }

    private TimeSpan Rest(TimeSpan took)
    {
        var now = waits.Now;
        _isAlone = now is null;
        if (_isAlone)
        {
            return TimeSpan.Zero;
        }

        if (waits.Usual is { } usual && time.GetElapsedTime(_changedAt) >= ChangeEvery)
        {
            _changedAt = time.GetTimestamp();
            _rest = Math.Clamp(now > usual * WaitMax ? _rest * 1.5 : _rest * 0.9, RestMin, RestMax);
        }

        var pause = took * _rest;
        return pause < PauseMax ? pause : PauseMax;
    }
}
