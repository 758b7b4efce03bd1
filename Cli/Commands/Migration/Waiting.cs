namespace HybridOrleans.Cli.Commands.Migration;

/// <summary>Whether a verb waits for the work that it began.</summary>
internal enum Waiting
{
    /// <summary>There is nothing to wait for: the answer is the end.</summary>
    Never,

    /// <summary>With <c>--wait</c>.</summary>
    WhenAsked,

    /// <summary>Without <c>--no-wait</c>.</summary>
    UnlessDeclined,
}
