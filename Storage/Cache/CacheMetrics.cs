using System.Diagnostics.Metrics;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Cache;

/// <summary>What the cache is good for, as metrics by component and tier. Never a key.</summary>
/// <remarks>Safe for many callers at once. One for each silo, which counts for itself.</remarks>
internal sealed class CacheMetrics : IDisposable
{
    /// <summary>The name to listen to.</summary>
    public const string MeterName = "HybridOrleans.Cache";

    private static readonly KeyValuePair<string, object?> CacheTier = new("tier", "cache");
    private static readonly KeyValuePair<string, object?> StoreTier = new("tier", "store");

    private readonly Counter<long> _hits;
    private readonly Counter<long> _misses;
    private readonly Counter<long> _stale;
    private readonly Counter<long> _errors;
    private readonly Counter<long> _unreadable;
    private readonly Counter<long> _unvalidated;
    private readonly Counter<long> _dropped;
    private readonly Histogram<double> _duration;
    private long _hitSum;
    private long _missSum;
    private long _errorSum;

    /// <summary>Makes the instruments.</summary>
    public CacheMetrics()
    {
        _hits = Counter("hits", "Reads that an entry answered after the root had confirmed it.");
        _misses = Counter("misses", "Reads that met no entry.");
        _stale = Counter("stale_refused", "Reads whose entry was not what the root holds.");
        _errors = Counter("errors", "Commands that Redis did not answer, or not in time.");
        _unreadable = Counter("unreadable", "Entries that are none of ours, damaged or of another version.");
        _unvalidated = Counter("unvalidated", "Reads that an entry answered while the root gave no answer.");
        _dropped = Counter("fills_dropped", "Entries that were not brought, since too many were waiting.");
        _duration = Meter.CreateHistogram<double>(
            "hybrid.read.duration", "s", "Reads that went below tier 1, by the tier whose body answered.");
    }

    /// <summary>The meter of this silo.</summary>
    public Meter Meter { get; } = new(MeterName);

    /// <summary>All hits, of every component.</summary>
    public long Hits => Interlocked.Read(ref _hitSum);

    /// <summary>All misses, stale entries included.</summary>
    public long Misses => Interlocked.Read(ref _missSum);

    /// <summary>All commands that were not answered in time.</summary>
    public long Errors => Interlocked.Read(ref _errorSum);

    public void Hit(Component component) => Add(_hits, component, ref _hitSum);

    public void Miss(Component component) => Add(_misses, component, ref _missSum);

    public void Stale(Component component) => Add(_stale, component, ref _missSum);

    public void Error(Component component) => Add(_errors, component, ref _errorSum);

    public void Unreadable(Component component) => _unreadable.Add(1, Of(component), CacheTier);

    public void Unvalidated(Component component) => _unvalidated.Add(1, Of(component), CacheTier);

    public void Dropped(Component component) => _dropped.Add(1, Of(component), CacheTier);

    /// <summary>How long a read took, by who answered.</summary>
    public void Took(Component component, bool fromCache, TimeSpan elapsed)
        => _duration.Record(elapsed.TotalSeconds, Of(component), fromCache ? CacheTier : StoreTier);

    public void Dispose() => Meter.Dispose();

    private static void Add(Counter<long> counter, Component component, ref long sum)
    {
        counter.Add(1, Of(component), CacheTier);
        Interlocked.Increment(ref sum);
    }

    private static KeyValuePair<string, object?> Of(Component component) => new("component", component.Name);

    private Counter<long> Counter(string name, string description)
        => Meter.CreateCounter<long>($"hybrid.cache.{name}", description: description);
}
