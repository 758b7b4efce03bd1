using HybridOrleans.Cli.Connection;
using HybridOrleans.Client;

namespace HybridOrleans.Cli.Tests.Fakes;

/// <summary>A connection to a store in memory.</summary>
internal sealed class MemoryConnection(IHybridDataStore store) : IClusterConnection
{
    public IHybridDataStore Store { get; } = store;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
