namespace HybridOrleans.Storage.Hosting;

/// <summary>What a host does before PostgreSQL is attached to its silo. Optional.</summary>
/// <remarks>Safe for many callers at once.</remarks>
public interface IPostgresHost
{
    /// <summary>True when nobody configured a server and the host has made one of its own before.</summary>
    bool HasData { get; }

    /// <summary>
    /// Called when a component lives in PostgreSQL, or may, and nobody configured one: the host may start one of its
    /// own and configure it. The silo waits.
    /// </summary>
    /// <param name="cancellation">Gives up.</param>
    ValueTask ProvideAsync(CancellationToken cancellation);

    /// <summary>Called when PostgreSQL answers and before anything is read or written there.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="Exception">It must not be attached; the message says why, and the way out.</exception>
    ValueTask AdmitAsync(CancellationToken cancellation);
}
