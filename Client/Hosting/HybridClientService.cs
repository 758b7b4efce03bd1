using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HybridOrleans.Client.Hosting;

/// <summary>Connects when the bot's host starts, without holding it up, and disconnects when it stops.</summary>
internal sealed class HybridClientService(HybridClient client, ILogger<HybridClient> logger) : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await client.DisposeAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await client.ConnectAsync(stoppingToken);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            // The host's default would be to stop the bot; it can still say to its users that data is unavailable.
            Log.ConnectGaveUp(logger, e);
        }
        catch (OperationCanceledException)
        {
            // The host stops before the cluster was reached.
        }
    }
}
