namespace HybridOrleans.Storage.Calls;

/// <summary>Remembers for a moment that somebody does not answer: calls pay for it once, and not each.</summary>
/// <remarks>
/// For whom nothing is lost by not asking, so that one failure is enough. After the pause one call tries, and the
/// others go on without until that one was answered. Safe for many callers at once.
/// </remarks>
internal sealed class Breaker(TimeSpan pause, TimeProvider time)
{
    private const long Closed = long.MinValue;

    private readonly long _pause = (long)(pause.TotalSeconds * time.TimestampFrequency);
    private long _openUntil = Closed;

    /// <summary>True from a failure until a call has succeeded.</summary>
    public bool IsOpen => Volatile.Read(ref _openUntil) != Closed;

    /// <summary>True when <see cref="MayAsk"/> would let somebody ask now.</summary>
    public bool IsDue
        => Volatile.Read(ref _openUntil) is var until && (until == Closed || time.GetTimestamp() >= until);

    /// <summary>True when the caller may ask. Whoever is allowed to says afterwards how it went.</summary>
    public bool MayAsk()
    {
        var openUntil = Volatile.Read(ref _openUntil);
        if (openUntil == Closed)
        {
            return true;
        }

        var now = time.GetTimestamp();
        return now >= openUntil
            && Interlocked.CompareExchange(ref _openUntil, now + _pause, openUntil) == openUntil;
    }

    /// <returns>True when this has closed it.</returns>
    public bool Succeeded() => Interlocked.Exchange(ref _openUntil, Closed) != Closed;

    /// <returns>True when this has opened it.</returns>
    public bool Failed() => Interlocked.Exchange(ref _openUntil, time.GetTimestamp() + _pause) == Closed;
}
