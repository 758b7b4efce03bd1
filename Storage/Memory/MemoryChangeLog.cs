using HybridOrleans.Storage.Migration.Changes;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Memory;

/// <summary>The list of changed keys of the memory store.</summary>
/// <remarks>
/// Safe for many callers at once. The store notes a change while it holds its own gate, so that the list and the
/// records never differ; the list never calls back.
/// </remarks>
internal sealed class MemoryChangeLog : IChangeLog
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Component, Listing> _listings = [];

    /// <inheritdoc/>
    public ValueTask<ChangePosition> StartAsync(Component component, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _listings.TryAdd(component, new Listing(Guid.NewGuid()));
            return new(_listings[component].End);
        }
    }

    /// <inheritdoc/>
    public ValueTask<ChangePage> ReadAsync(
        Component component, ChangePosition after, int max, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        lock (_gate)
        {
            if (Listed(component, after) is not { } listing || after.Sequence < listing.Trimmed)
            {
                return new(ChangePage.Broken);
            }

            var rest = listing.Keys.Skip((int)(after.Sequence - listing.Trimmed)).ToList();
            var keys = rest.Take(max).ToArray();
            var next = after with { Sequence = after.Sequence + keys.Length };
            return new(new ChangePage(true, keys, next, rest.Count - keys.Length));
        }
    }

    /// <inheritdoc/>
    public ValueTask TrimAsync(Component component, ChangePosition upTo, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (Listed(component, upTo) is { } listing && upTo.Sequence > listing.Trimmed)
            {
                listing.Keys.RemoveRange(0, (int)(upTo.Sequence - listing.Trimmed));
                listing.Trimmed = upTo.Sequence;
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask StopAsync(Component component, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _listings.Remove(component);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Lists a change, while the store holds its gate.</summary>
    internal void Note(RecordKey key)
    {
        lock (_gate)
        {
            _listings.GetValueOrDefault(key.Component)?.Keys.Add(key);
        }
    }

    /// <summary>The listing that a place belongs to; null when it is over, or the place lies beyond its end.</summary>
    private Listing? Listed(Component component, ChangePosition place)
        => _listings.TryGetValue(component, out var listing) && listing.Id == place.Log
            && place.Sequence <= listing.End.Sequence ? listing : null;

    private sealed class Listing(Guid id)
    {
        public Guid Id => id;

        public long Trimmed { get; set; }

        public List<RecordKey> Keys { get; } = [];

        public ChangePosition End => new(id, Trimmed + Keys.Count);
    }
}
