using System.CommandLine;

namespace HybridOrleans.Cli.Commands;

/// <summary>A command whose help ends with examples and notes.</summary>
internal sealed class DocumentedCommand(string name, string description) : Command(name, description)
{
    /// <summary>At least one for each command that does something.</summary>
    public IReadOnlyList<Example> Examples { get; init; } = [];

    /// <summary>
    /// How long the command may take to end after Ctrl-C or a termination signal; null for the usual two seconds.
    /// </summary>
    public TimeSpan? StopLimit { get; init; }

    /// <summary>What else a person must know: rules, and what the exit code means here.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
