using System.Collections.Concurrent;
using HybridOrleans.Storage.Leases;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Hosting;

/// <summary>The leases of this silo, by component.</summary>
/// <remarks>
/// Each rests on the pulls of its component, where it migrates, and on every <see cref="ISelfCheck"/> of the host. Safe
/// for many callers at once.
/// </remarks>
public sealed class ViewLeases
{
    private readonly ConcurrentDictionary<Component, ViewLease> _leases = [];
    private readonly Func<Component, ViewLease> _make;

    internal ViewLeases(RecordStores stores, IEnumerable<ISelfCheck> checks, TimeProvider time)
    {
        ISelfCheck[] common = [.. checks];
        _make = component => new ViewLease(
            stores.CheckOf(component) is { } pulls ? [pulls, .. common] : common, time);
    }

    /// <summary>The lease of a component; always the same one.</summary>
    public ViewLease Of(Component component) => _leases.GetOrAdd(component, _make);
}
