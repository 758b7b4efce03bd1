using HybridOrleans.Cli.Connection;
using HybridOrleans.Cli.Output;

namespace HybridOrleans.Cli.Commands;

/// <summary>What commands need from outside; tests put their own in.</summary>
internal sealed record CliServices
{
    /// <summary>Where results and messages go.</summary>
    public required Terminal Terminal { get; init; }

    /// <summary>Opens connections to the cluster.</summary>
    public required IClusterConnector Connector { get; init; }

    /// <summary>The clock of pauses and rates.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Reads an environment variable.</summary>
    public required Func<string, string?> Environment { get; init; }
}
