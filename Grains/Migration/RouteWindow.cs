using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Migration.Controlling;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Migration.Rehearsing;
using HybridOrleans.Storage.Migration.Synchronising;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Grains.Migration;

/// <summary>What the calls of one component were like lately, all silos together.</summary>
/// <remarks>
/// Silos report counts that only grow, so that a lost report loses nothing. The window is the difference between the
/// newest report of each silo and the oldest one in the window. Safe for many callers at once.
/// </remarks>
internal sealed class RouteWindow(TimeProvider time) : ILiveLatency
{
    /// <summary>How far back it looks.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(10);

    private const int CallsMin = 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<(long At, RouteReport Report)>> _bySilo = new(StringComparer.Ordinal);
    private MigrationPhase? _phase;
    private bool _isBusy;
    private TimeSpan? _baseline;

    /// <summary>The writes of a rehearsal, all silos together.</summary>
    public AcknowledgedWrites Writes { get; } = new();

    /// <inheritdoc/>
    public TimeSpan? P99
    {
        get
        {
            lock (_gate)
            {
                return Sum() is { Calls: >= CallsMin } sum ? sum.P99 : null;
            }
        }
    }

    /// <inheritdoc/>
    public TimeSpan? Baseline
    {
        get
        {
            lock (_gate)
            {
                return _baseline;
            }
        }
    }

    /// <summary>Takes what a silo has met.</summary>
    public void Add(RouteReport report)
    {
        foreach (var write in report.Writes)
        {
            var key = RecordKey.FromText(ComponentNames.ComponentOf(report.Component), write.Key);
            var hash = write.Hash is null ? (ReadOnlyMemory<byte>?)null : Convert.FromHexString(write.Hash);
            Writes.Add(new RecordDigest(key, new Revision(write.Revision), hash));
        }

        lock (_gate)
        {
            if (!_bySilo.TryGetValue(report.Silo, out var reports))
            {
                _bySilo[report.Silo] = reports = [];
            }

            Writes.AddMissed(reports.Count == 0 ? 0 : report.Missed - reports[^1].Report.Missed);
            reports.Add((time.GetTimestamp(), report));
            foreach (var (silo, kept) in _bySilo.ToArray())
            {
                kept.RemoveAll(r => time.GetElapsedTime(r.At) > Length);
                if (kept.Count == 0)
                {
                    _bySilo.Remove(silo);
                }
            }

            if (!_isBusy && Sum() is { Calls: >= CallsMin } sum)
            {
                _baseline = sum.P99;
            }
        }
    }

    /// <summary>
    /// Says what the component does: another phase begins another window, and what live calls wait while records are
    /// copied, or while PostgreSQL answers, is no baseline.
    /// </summary>
    public void Set(MigrationPhase phase, bool isCopying)
    {
        lock (_gate)
        {
            if (_phase is not null && _phase != phase)
            {
                foreach (var reports in _bySilo.Values.Where(r => r.Count > 1))
                {
                    reports.RemoveRange(0, reports.Count - 1);
                }
            }

            _phase = phase;
            _isBusy = isCopying || phase == MigrationPhase.Live;
        }
    }

    /// <summary>What the automatic rollback judges by; null while nobody has reported twice in it.</summary>
    /// <remarks>
    /// Errors are those that callers met: that PostgreSQL does not answer is no reason to leave a phase in which JSON
    /// answers at once and the debt is paid by itself.
    /// </remarks>
    public RampStatistics? Ramp()
    {
        lock (_gate)
        {
            // An operator may have promoted since Set was called: what came before is no reason to go back.
            return _phase == MigrationPhase.Live && Sum() is { } sum
                ? new RampStatistics(sum.Calls, sum.Failed, Grown(r => r.Mismatches), sum.P99, _baseline)
                : null;
        }
    }

    /// <summary>What an operator sees of it; null while nobody has reported twice.</summary>
    public RecentCalls? Recent()
    {
        lock (_gate)
        {
            return Sum();
        }
    }

    private RecentCalls? Sum()
    {
        var busy = _bySilo.Values.Where(r => r.Count > 1 && r[^1].Report.Calls > r[0].Report.Calls);
        return _bySilo.Values.All(r => r.Count < 2)
            ? null
            : new RecentCalls(
                Grown(r => r.Calls),
                Grown(r => r.Errors),
                Grown(r => r.Unanswered),
                Grown(r => r.Unequal),
                // Percentiles do not add up; the worst silo's is never too small.
                busy.Select(r => r[^1].Report.P99).DefaultIfEmpty().Max());
    }

    private long Grown(Func<RouteReport, long> count)
        => _bySilo.Values.Sum(reports => count(reports[^1].Report) - count(reports[0].Report));
}
