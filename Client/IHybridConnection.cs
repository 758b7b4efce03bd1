namespace HybridOrleans.Client;

/// <summary>Tells whether the cluster can be reached. Safe for many callers at once.</summary>
public interface IHybridConnection
{
    /// <summary>The present state. It may change at any moment.</summary>
    ConnectionState State { get; }

    /// <summary>
    /// Raised after each change, in order and one at a time; handlers must be quick and must not throw.
    /// </summary>
    event EventHandler<ConnectionState>? StateChanged;

    /// <summary>Waits until the connection is in a state; returns at once when it is.</summary>
    /// <param name="state">The state to wait for.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    Task WaitAsync(ConnectionState state, CancellationToken cancellation = default);
}
