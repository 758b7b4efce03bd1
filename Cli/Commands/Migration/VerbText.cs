using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands.Migration;

/// <summary>What the command line tells about a verb.</summary>
internal sealed record VerbText
{
    /// <summary>The verb.</summary>
    public required MigrationVerb Verb { get; init; }

    /// <summary>One line for the help; danger comes first, in capitals.</summary>
    public required string Description { get; init; }

    /// <summary>Whether it waits.</summary>
    public Waiting Waiting { get; init; }

    /// <summary>What becomes impossible or slower; a verb that has such lines asks first.</summary>
    public IReadOnlyList<string> Consequences { get; init; } = [];

    /// <summary>What else a person must know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Lines that can be pasted.</summary>
    public required IReadOnlyList<Example> Examples { get; init; }
}
