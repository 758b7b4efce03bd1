using System.CommandLine;

namespace HybridOrleans.Cli.Commands.Configuration;

/// <summary><c>hybrid config</c>.</summary>
internal static class ConfigCommand
{
    /// <summary>Makes the command with its sub-commands.</summary>
    public static Command Create(CliServices services, SharedOptions shared)
    {
        var scope = new ScopeOptions();
        return new DocumentedCommand("config", "Read and change the configuration of bots.")
        {
            ConfigGet.Create(services, shared, scope),
            ConfigSet.Create(services, shared, scope),
            ConfigPatch.Create(services, shared, scope),
            ConfigDelete.Create(services, shared, scope),
            ConfigHistory.Create(services, shared, scope),
        };
    }
}
