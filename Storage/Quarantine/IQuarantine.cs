namespace HybridOrleans.Storage.Quarantine;

/// <summary>
/// Keeps bytes that nobody may lose though no record holds them: superseded, edited or unreadable ones.
/// </summary>
/// <remarks>Safe for many callers at once. Keeping the same item again changes nothing.</remarks>
public interface IQuarantine
{
    /// <summary>Keeps an item durably before it returns.</summary>
    /// <exception cref="StoreUnavailableException">Not known to be kept; do not drop the bytes. Repeat the
    /// call.</exception>
    ValueTask KeepAsync(QuarantinedItem item, CancellationToken cancellation);

    /// <summary>Removes items for good, because the person they tell of is to be forgotten.</summary>
    /// <param name="owner">The bot id, or the first segment of the key.</param>
    /// <param name="origins">Where they came from; see <see cref="QuarantinedItem.ComesFrom"/>.</param>
    /// <param name="cancellation">Stops the waiting; items may still be removed.</param>
    /// <exception cref="StoreUnavailableException">Some may be left. Repeat the call.</exception>
    ValueTask RemoveAsync(string owner, IReadOnlyList<string> origins, CancellationToken cancellation);

    /// <summary>Removes one item for good.</summary>
    /// <param name="item">As <see cref="ListAsync"/> gave it: owner, source and content say which one it is.</param>
    /// <param name="cancellation">Stops the waiting; it may still be removed.</param>
    /// <exception cref="StoreUnavailableException">It may be left. Repeat the call.</exception>
    ValueTask RemoveItemAsync(QuarantinedItem item, CancellationToken cancellation);

    /// <summary>Lists what is kept, oldest first.</summary>
    /// <param name="owner">The bot id, or the first segment of the key.</param>
    /// <param name="cancellation">Ends the walk.</param>
    /// <exception cref="StoreUnavailableException">No answer.</exception>
    IAsyncEnumerable<QuarantinedItem> ListAsync(string owner, CancellationToken cancellation);
}
