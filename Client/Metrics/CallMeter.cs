using HybridOrleans.Client.Calls;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Metrics;

/// <summary>Measures the calls of one client.</summary>
/// <remarks>Safe for many callers at once, without a lock.</remarks>
internal sealed class CallMeter(TimeProvider time)
{
    private readonly DateTimeOffset _since = time.GetUtcNow();
    private readonly LatencyHistogram[] _reads = [new(), new(), new(), new()];
    private readonly LatencyHistogram _writes = new();
    private long _failed;
    private long _repeated;
    private long _unvalidated;

    /// <summary>A call was answered.</summary>
    public void Answered<T>(CallKind kind, T answer, TimeSpan elapsed)
    {
        switch (answer)
        {
            case ProfileReading reading:
                Read(reading.ServedBy, elapsed);
                _ = reading.IsUnvalidated ? Interlocked.Increment(ref _unvalidated) : 0;
                break;
            case ConfigurationReading reading:
                Read(reading.ServedBy, elapsed);
                _ = reading.IsConfirmed ? 0 : Interlocked.Increment(ref _unvalidated);
                break;
            case ConversationReading reading:
                Read(reading.ServedBy, elapsed);
                break;
            default:
                if (kind != CallKind.Read)
                {
                    _writes.Add(elapsed);
                }

                break;
        }
    }

    /// <summary>A call ended with an error of the cluster.</summary>
    public void Failed() => Interlocked.Increment(ref _failed);

    /// <summary>A call is made again.</summary>
    public void Repeated() => Interlocked.Increment(ref _repeated);

    /// <summary>What was met so far.</summary>
    public CallMetrics Read() => new()
    {
        Since = _since,
        Reads = Enum.GetValues<Tier>().ToDictionary(tier => tier, tier => _reads[(int)tier].Read()),
        Writes = _writes.Read(),
        Failed = Interlocked.Read(ref _failed),
        Repeated = Interlocked.Read(ref _repeated),
        Unvalidated = Interlocked.Read(ref _unvalidated),
    };

    private void Read(Tier tier, TimeSpan elapsed) => _reads[(int)tier].Add(elapsed);
}
