namespace HybridOrleans.Cli.Connection;

/// <summary>Opens connections to a cluster. Tests put a store in memory in its place.</summary>
internal interface IClusterConnector
{
    /// <summary>Connects.</summary>
    /// <exception cref="NoSiloException">
    /// No gateway answered within <see cref="ConnectionSettings.Patience"/>.
    /// </exception>
    ValueTask<IClusterConnection> ConnectAsync(ConnectionSettings settings, CancellationToken cancellation);
}
