using HybridOrleans.Client;
using HybridOrleans.TestKit.Processes;

namespace HybridOrleans.Cluster.Tests.Silo;

/// <summary>Clients of silos that run as processes.</summary>
internal static class SiloClients
{
    public static Task<HybridClient> ConnectAsync(this SiloChild silo, Action<HybridClientOptions>? configure = null)
    {
        var options = new HybridClientOptions { Gateways = { $"127.0.0.1:{silo.Ports.Gateway}" } };
        configure?.Invoke(options);
        return HybridClient.ConnectAsync(options);
    }
}
