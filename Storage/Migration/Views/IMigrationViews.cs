using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Views;

/// <summary>The views of one silo.</summary>
/// <remarks>Safe for many callers at once.</remarks>
public interface IMigrationViews
{
    /// <summary>The newest view that this silo has. Costs nothing.</summary>
    /// <exception cref="StoreUnavailableException">
    /// None was ever pulled, or the documents of the two stores contradict each other.
    /// </exception>
    MigrationView CurrentOf(Component component);

    /// <summary>
    /// True while the pull of the newest view began less than 1.5 s ago on the monotonic clock. An older view routes
    /// nothing before it was refreshed: the silo may have been frozen, and the others may have gone on without it.
    /// </summary>
    bool IsFresh(Component component);

    /// <summary>
    /// Reads the documents now, because a store refused a view or the view is old. Callers who come together share one
    /// pull, and it begins after each of them has called.
    /// </summary>
    /// <returns>The view that stands after it, which may be the same as before: a seal is under way.</returns>
    /// <exception cref="StoreUnavailableException">No store that could decide has answered.</exception>
    ValueTask<MigrationView> RefreshAsync(Component component, CancellationToken cancellation);
}
