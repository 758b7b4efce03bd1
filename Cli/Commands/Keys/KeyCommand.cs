using System.CommandLine;

namespace HybridOrleans.Cli.Commands.Keys;

/// <summary><c>hybrid key</c>.</summary>
internal static class KeyCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliServices services, SharedOptions shared)
        => new DocumentedCommand("key", "Make keys for the console and the HTTP API of a silo.")
        {
            KeyNew.Create(services, shared),
        };
}
