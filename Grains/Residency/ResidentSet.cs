using System.Diagnostics.Metrics;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HybridOrleans.Grains.Residency;

/// <summary>The activations of this silo that hold state in memory, and their limit.</summary>
/// <remarks>
/// <para>
/// Above the limit the least recently used ones are told to leave, a twentieth of the limit at once: so the look at all
/// of them is paid for by many arrivals. An activation finishes the calls that it has before it leaves, and holds
/// nothing that the store has not acknowledged; so nothing is lost.
/// </para>
/// <para>Safe for many callers at once.</para>
/// </remarks>
internal sealed class ResidentSet
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "HybridOrleans.Memory";

    private const int EvictedAtOnce = 20;
    private static readonly DeactivationReason LimitReached = new(
        DeactivationReasonCode.RuntimeRequested, "Others were used more recently, and memory holds only so many.");

    private readonly Lock _gate = new();
    private readonly List<Resident> _residents = [];
    private readonly Dictionary<Component, Departed> _departed = [];
    private readonly ResidencyOptions _options;
    private readonly Func<long> _now;
    private readonly ILogger<ResidentSet> _logger;
    private int _leaving;
    private bool _isEvicting;

    public ResidentSet(IOptions<ResidencyOptions> options, IMeterFactory meters, ILogger<ResidentSet> logger)
        : this(options.Value, meters, logger, static () => Environment.TickCount64)
    {
    }

    internal ResidentSet(
        ResidencyOptions options, IMeterFactory meters, ILogger<ResidentSet> logger, Func<long> now)
    {
        (_options, _logger, _now) = (options, logger, now);
        var meter = meters.Create(MeterName);
        meter.CreateObservableUpDownCounter(
            "hybrid.memory.activations", () => Measure(usage => usage.Activations), "{activation}",
            "Grains whose state is in memory");
        meter.CreateObservableCounter(
            "hybrid.memory.hits", () => Measure(usage => usage.Hits), "{read}", "Reads that memory answered");
        meter.CreateObservableCounter(
            "hybrid.memory.misses", () => Measure(usage => usage.Misses), "{read}",
            "Reads for which a store was asked");
        meter.CreateObservableCounter(
            "hybrid.memory.evictions", () => Evictions, "{activation}", "Grains that left because of the limit");
    }

    /// <summary>Those that were told to leave because of the limit.</summary>
    public long Evictions { get; private set; }

    /// <summary>An activation begins to hold state.</summary>
    public Resident Enter(Component component, IGrainContext context)
    {
        var resident = new Resident(component, context, _now);
        lock (_gate)
        {
            resident.Place = _residents.Count;
            _residents.Add(resident);
            if (!_isEvicting && _residents.Count - _leaving > _options.ActivationsMax)
            {
                _isEvicting = true;
                _ = Task.Run(Evict);
            }
        }

        return resident;
    }

    /// <summary>An activation holds nothing any more.</summary>
    public void Exit(Resident resident)
    {
        lock (_gate)
        {
            var last = _residents[^1];
            _residents[resident.Place] = last;
            last.Place = resident.Place;
            _residents.RemoveAt(_residents.Count - 1);
            _leaving -= resident.IsLeaving ? 1 : 0;
            var departed = _departed.GetValueOrDefault(resident.Component);
            _departed[resident.Component] = new Departed(
                departed.Hits + resident.Hits, departed.Misses + resident.Misses);
        }
    }

    /// <summary>How memory is used, by component.</summary>
    public IReadOnlyDictionary<Component, MemoryUsage> Usage()
    {
        lock (_gate)
        {
            var usage = _departed.ToDictionary(d => d.Key, d => new MemoryUsage(0, d.Value.Hits, d.Value.Misses));
            foreach (var resident in _residents)
            {
                var sum = usage.GetValueOrDefault(resident.Component);
                usage[resident.Component] = new MemoryUsage(
                    sum.Activations + 1, sum.Hits + resident.Hits, sum.Misses + resident.Misses);
            }

            return usage;
        }
    }

    private void Evict()
    {
        List<Resident> evicted;
        lock (_gate)
        {
            var staying = _residents.Where(r => !r.IsLeaving).Select(r => (r.UsedAt, Resident: r)).ToArray();
            var least = staying.Length - _options.ActivationsMax + (_options.ActivationsMax / EvictedAtOnce);
            Array.Sort(staying, static (left, right) => left.UsedAt.CompareTo(right.UsedAt));
            evicted = [.. staying.Take(least).Select(r => r.Resident)];
            foreach (var resident in evicted)
            {
                resident.IsLeaving = true;
            }

            _leaving += evicted.Count;
            Evictions += evicted.Count;
            _isEvicting = false;
        }

        evicted.ForEach(resident => resident.Leave(LimitReached));
        Log.LimitReached(_logger, _options.ActivationsMax, evicted.Count);
    }

    private IEnumerable<Measurement<long>> Measure(Func<MemoryUsage, long> value)
        => Usage().Select(u => new Measurement<long>(value(u.Value), new KeyValuePair<string, object?>(
            "component", u.Key.Name)));

    /// <summary>What those that left had been asked.</summary>
    private readonly record struct Departed(long Hits, long Misses);
}
