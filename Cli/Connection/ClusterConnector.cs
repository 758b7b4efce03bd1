using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using Microsoft.Extensions.Options;

namespace HybridOrleans.Cli.Connection;

/// <summary>Connects through the client that bots use.</summary>
internal sealed class ClusterConnector : IClusterConnector
{
    public async ValueTask<IClusterConnection> ConnectAsync(
        ConnectionSettings settings, CancellationToken cancellation)
    {
        var options = new HybridClientOptions
        {
            ClusterId = settings.ClusterId,
            ServiceId = settings.ServiceId,
            ConnectTimeout = settings.Patience,
        };
        foreach (var gateway in settings.Gateways)
        {
            options.Gateways.Add(gateway);
        }

        try
        {
            return new ClusterConnection(await HybridClient.ConnectAsync(options, loggers: null, cancellation));
        }
        catch (OptionsValidationException e)
        {
            throw new UsageException(string.Join(" ", e.Failures));
        }
        catch (DataUnavailableException e)
        {
            throw NoSiloException.At(settings, e);
        }
    }
}
