using HybridOrleans.Client;

namespace HybridOrleans.Cli.Connection;

/// <summary>A cluster that answered, through the client that bots use.</summary>
internal sealed class ClusterConnection(HybridClient client) : IClusterConnection
{
    public IHybridDataStore Store => client;

    public ValueTask DisposeAsync() => client.DisposeAsync();
}
