using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Memory;

/// <summary>Divergences in memory.</summary>
internal sealed class MemoryDivergences : IDivergenceTable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Component, SortedDictionary<string, Divergence>> _known = [];

    /// <inheritdoc/>
    public ValueTask AddAsync(
        Component component, IReadOnlyList<Divergence> divergences, CancellationToken cancellation)
        => Change(component, known =>
        {
            foreach (var divergence in divergences)
            {
                known[divergence.Key] = divergence;
            }
        });

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Divergence>> ReadAsync(
        Component component, string after, int max, CancellationToken cancellation)
    {
        lock (_gate)
        {
            return new(Known(component).Values
                .Where(d => string.CompareOrdinal(d.Key, after) > 0).Take(max).ToArray());
        }
    }

    /// <inheritdoc/>
    public ValueTask RemoveAsync(Component component, IReadOnlyList<string> keys, CancellationToken cancellation)
        => Change(component, known =>
        {
            foreach (var key in keys)
            {
                known.Remove(key);
            }
        });

    /// <inheritdoc/>
    public ValueTask ClearAsync(Component component, CancellationToken cancellation)
        => Change(component, known => known.Clear());

    private ValueTask Change(Component component, Action<SortedDictionary<string, Divergence>> change)
    {
        lock (_gate)
        {
            change(Known(component));
        }

        return ValueTask.CompletedTask;
    }

    private SortedDictionary<string, Divergence> Known(Component component)
    {
        if (!_known.TryGetValue(component, out var known))
        {
            _known[component] = known = new(StringComparer.Ordinal);
        }

        return known;
    }
}
