using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace HybridOrleans.Storage.Hosting;

/// <summary>Opens and closes stores, and tells of it.</summary>
internal static class StoreOpening
{
    /// <exception cref="StoreUnavailableException">It cannot be opened; the message names the way out.</exception>
    public static async Task<OpenedStore> OpenAsync(
        IStoreKind kind, ILogger logger, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var opened = await kind.OpenAsync(cancellation);
        logger.StoreOpened(kind.Name, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        return opened;
    }

    /// <summary>Closes a store; that it does not close is told and stops nobody.</summary>
    public static async Task CloseAsync(OpenedStore store, ILogger logger)
    {
        try
        {
            await store.DisposeAsync();
            logger.StoreClosed(store.Records.Name);
        }
        catch (Exception e)
        {
            // The other stores must still be closed.
            logger.StoreNotClosed(e, store.Records.Name);
        }
    }
}
