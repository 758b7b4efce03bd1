using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Migration;

/// <summary>How the watching of a request ended.</summary>
/// <param name="Code">What scripts get.</param>
/// <param name="Message">What came of the request, or why it does not go on.</param>
/// <param name="Status">The last status that was seen.</param>
internal sealed record GoalEnd(ExitCode Code, string Message, MigrationStatus Status);
