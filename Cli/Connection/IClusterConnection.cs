using HybridOrleans.Client;

namespace HybridOrleans.Cli.Connection;

/// <summary>An open connection; disposing it closes it.</summary>
internal interface IClusterConnection : IAsyncDisposable
{
    /// <summary>What the cluster stores.</summary>
    IHybridDataStore Store { get; }
}
