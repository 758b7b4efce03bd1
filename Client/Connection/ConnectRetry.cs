using Microsoft.Extensions.Logging;

namespace HybridOrleans.Client.Connection;

/// <summary>Tries the first connection again, for as long as its caller waits, with growing pauses.</summary>
internal sealed class ConnectRetry(Backoff backoff, string gateways, ILogger logger) : IClientConnectionRetryFilter
{
    private int _attempts;

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        var attempt = _attempts++;
        var pause = backoff.Pause(attempt);
        Log.ConnectFailed(logger, gateways, attempt + 1, exception.GetBaseException().Message, pause);
        await Task.Delay(pause, cancellationToken);
        return true;
    }
}
