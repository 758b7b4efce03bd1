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

    public void Hit(Component component) => _hits.Add(1, Of(component), CacheTier);

    public void Miss(Component component) => _misses.Add(1, Of(component), CacheTier);

    public void Stale(Component component) => _stale.Add(1, Of(component), CacheTier);

    public void Error(Component component) => _errors.Add(1, Of(component), CacheTier);

    public void Unreadable(Component component) => _unreadable.Add(1, Of(component), CacheTier);

    public void Unvalidated(Component component) => _unvalidated.Add(1, Of(component), CacheTier);

    public void Dropped(Component component) => _dropped.Add(1, Of(component), CacheTier);

    /// <summary>How long a read took, by who answered.</summary>
    public void Took(Component component, bool fromCache, TimeSpan elapsed)
        => _duration.Record(elapsed.TotalSeconds, Of(component), fromCache ? CacheTier : StoreTier);

    public void Dispose() => Meter.Dispose();

    private static KeyValuePair<string, object?> Of(Component component) => new("component", component.Name);

    private Counter<long> Counter(string name, string description)
        => Meter.CreateCounter<long>($"hybrid.cache.{name}", description: description);
}
