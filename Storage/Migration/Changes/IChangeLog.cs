using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Changes;

/// <summary>Lists the keys that change in a store, in the same atomic step as the change.</summary>
/// <remarks>
/// Off until it is started. Every write or copy that is accepted after <see cref="StartAsync"/> has returned is in the
/// list before it is acknowledged. A list may break (its store was restarted after a power cut): then it says so, and
/// whoever relied on it verifies completely again.
/// </remarks>
public interface IChangeLog
{
    /// <summary>Begins to list changes, or goes on if it is listing already.</summary>
    /// <returns>The place after everything that changed before.</returns>
    /// <exception cref="StoreUnavailableException">No answer; it may have begun. Repeat the call.</exception>
    ValueTask<ChangePosition> StartAsync(Component component, CancellationToken cancellation);

    /// <summary>The keys that changed after a place, oldest change first; a key may come more than once.</summary>
    /// <param name="component">The component.</param>
    /// <param name="after">A place that this log gave.</param>
    /// <param name="max">The most keys to answer with, 1 or more.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    ValueTask<ChangePage> ReadAsync(
        Component component, ChangePosition after, int max, CancellationToken cancellation);

    /// <summary>Forgets what lies up to a place. A reader from before it finds the list broken.</summary>
    ValueTask TrimAsync(Component component, ChangePosition upTo, CancellationToken cancellation);

    /// <summary>Ends the listing and forgets everything.</summary>
    ValueTask StopAsync(Component component, CancellationToken cancellation);
}
