using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Views;

/// <summary>The views of one silo.</summary>
/// <remarks>Safe for many callers at once.</remarks>
public interface IMigrationViews
{
    /// <summary>The newest view that this silo has. Costs nothing.</summary>
    /// <exception cref="StoreUnavailableException">None was ever pulled.</exception>
    MigrationView CurrentOf(Component component);

    /// <summary>Reads the documents now, because a store refused a view. Callers who come together share it.</summary>
    /// <returns>The view that stands after it, which may be the same as before: a seal is under way.</returns>
    /// <exception cref="StoreUnavailableException">No store that could decide has answered.</exception>
    ValueTask<MigrationView> RefreshAsync(Component component, CancellationToken cancellation);
}
