using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Documents;

/// <summary>Every known divergence of a component; its document carries the first of them.</summary>
/// <remarks>Safe for many callers at once. It steers repair alone: nothing safe rests on it.</remarks>
public interface IDivergenceTable
{
    /// <summary>Adds divergences, the newer one of a key.</summary>
    /// <param name="component">The component.</param>
    /// <param name="divergences">Each key at most once.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <exception cref="StoreUnavailableException">No answer; repeat the call.</exception>
    ValueTask AddAsync(Component component, IReadOnlyList<Divergence> divergences, CancellationToken cancellation);

    /// <summary>The divergences in the order of their keys, beginning after a key.</summary>
    /// <param name="component">The component.</param>
    /// <param name="after">The text of a key; empty for the start.</param>
    /// <param name="max">At most so many.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <exception cref="StoreUnavailableException">No answer.</exception>
    ValueTask<IReadOnlyList<Divergence>> ReadAsync(
        Component component, string after, int max, CancellationToken cancellation);

    /// <summary>Forgets the divergences of some keys.</summary>
    /// <exception cref="StoreUnavailableException">No answer; repeat the call.</exception>
    ValueTask RemoveAsync(Component component, IReadOnlyList<string> keys, CancellationToken cancellation);

    /// <summary>Forgets all divergences of a component.</summary>
    /// <exception cref="StoreUnavailableException">No answer; repeat the call.</exception>
    ValueTask ClearAsync(Component component, CancellationToken cancellation);
}
