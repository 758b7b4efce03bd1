using HybridOrleans.Storage.Quarantine;

namespace HybridOrleans.Storage.Memory;

/// <summary>The quarantine of the memory store: gone with the process, like the records themselves.</summary>
/// <remarks>An item is the same when owner, source and content are; the first one kept stays.</remarks>
internal sealed class MemoryQuarantine : IQuarantine
{
    private readonly Lock _gate = new();
    private readonly List<QuarantinedItem> _items = [];

    /// <inheritdoc/>
    public ValueTask KeepAsync(QuarantinedItem item, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (!_items.Exists(kept => IsSame(kept, item)))
            {
                _items.Add(item with { Content = item.Content.ToArray() });
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask RemoveAsync(string owner, IReadOnlyList<string> origins, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _items.RemoveAll(i => i.Owner == owner && origins.Any(o => QuarantinedItem.ComesFrom(i.Source, o)));
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask RemoveItemAsync(QuarantinedItem item, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _items.RemoveAll(kept => IsSame(kept, item));
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<QuarantinedItem> ListAsync(string owner, CancellationToken cancellation)
    {
        lock (_gate)
        {
            return _items.Where(i => i.Owner == owner).OrderBy(i => i.KeptAt).ToList().ToAsyncEnumerable();
        }
    }

    private static bool IsSame(QuarantinedItem kept, QuarantinedItem item)
        => kept.Owner == item.Owner && kept.Source == item.Source
            && kept.Content.Span.SequenceEqual(item.Content.Span);
}
