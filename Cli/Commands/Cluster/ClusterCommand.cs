using System.CommandLine;

namespace HybridOrleans.Cli.Commands.Cluster;

/// <summary><c>hybrid cluster</c>.</summary>
internal static class ClusterCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliServices services, SharedOptions shared)
        => new DocumentedCommand("cluster", "Run a whole cluster on this machine, for trying out and for tests.")
        {
            ClusterUp.Create(services, shared),
        };
}
