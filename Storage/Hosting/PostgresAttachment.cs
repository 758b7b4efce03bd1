using Microsoft.Extensions.Logging;

namespace HybridOrleans.Storage.Hosting;

/// <summary>Attaches PostgreSQL as soon as one is configured and answers.</summary>
/// <remarks>Once it is attached the driver connects again by itself after every outage.</remarks>
internal sealed class PostgresAttachment(
    IMigrationSideKind kind,
    Func<CancellationToken, Task<OpenedStore>> open,
    Action<OpenedStore> attach,
    TimeProvider time,
    ILogger logger)
{
    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(15);

    /// <summary>Tries until it is attached, or until the silo stops. It never fails.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var pause = PauseMin;
        string? told = null;
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                // A host may name a server of its own only once it serves calls.
                if (kind.IsThere)
                {
                    attach(await open(cancellation));
                    return;
                }
            }
            catch (Exception) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                if (e.Message != told)
                {
                    logger.PostgresNotAttached(e, e.Message);
                }

                told = e.Message;
                pause = pause * 2 < PauseMax ? pause * 2 : PauseMax;
            }

            await Task.Delay(pause, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
