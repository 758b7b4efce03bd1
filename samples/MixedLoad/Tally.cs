using System.Globalization;

namespace HybridOrleans.Samples.MixedLoad;

/// <summary>What the callers met since the last line.</summary>
internal sealed class Tally
{
    private readonly Lock _gate = new();
    private readonly List<TimeSpan> _times = [];
    private long _calls;

    /// <summary>Calls that failed, or answered with something else than was acknowledged.</summary>
    public long Failed { get; private set; }

    /// <summary>A call has ended.</summary>
    public void Ended(TimeSpan time)
    {
        lock (_gate)
        {
            _calls++;
            _times.Add(time);
        }
    }

    /// <summary>A call has failed.</summary>
    public void Failure(string what)
    {
        lock (_gate)
        {
            Failed++;
        }

        Console.WriteLine($"FAILED {what}");
    }

    /// <summary>All calls so far, and the times of those since the last line.</summary>
    public string Line()
    {
        lock (_gate)
        {
            _times.Sort();
            var (p99, longest) = _times.Count == 0
                ? (TimeSpan.Zero, TimeSpan.Zero)
                : (_times[(_times.Count - 1) * 99 / 100], _times[^1]);
            _times.Clear();
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{_calls:N0} calls, {Failed} failed; lately p99 {p99.TotalMilliseconds:0.0} ms, longest "
                + $"{longest.TotalMilliseconds:0.0} ms");
        }
    }
}
