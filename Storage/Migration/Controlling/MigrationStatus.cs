using HybridOrleans.Storage.Migration.Debt;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Migration.Synchronising;

namespace HybridOrleans.Storage.Migration.Controlling;

/// <summary>Where a component stands. It leads with what is promised.</summary>
public sealed record MigrationStatus
{
    /// <summary>What an acknowledgement means now, in words.</summary>
    public required string Guarantee { get; init; }

    /// <summary>What would happen if PostgreSQL died now, in words.</summary>
    public required string IfPostgresDied { get; init; }

    /// <summary>The next step forward, or null at the end.</summary>
    public required string? NextStep { get; init; }

    /// <summary>What blocks the next step; null when nothing does.</summary>
    public required string? BlockedBecause { get; init; }

    /// <summary>The document: phase, epoch, share, history, divergences.</summary>
    public required MigrationDocument Document { get; init; }

    /// <summary>What is being walked now; null when nothing is.</summary>
    public required WorkProgress? Progress { get; init; }

    /// <summary>Debt of PostgreSQL; null when it could not be read.</summary>
    public required DebtState? Debt { get; init; }

    /// <summary>
    /// Keys that JSON may lack while it follows PostgreSQL's list of changes; null when it follows none, and when
    /// nobody has looked at the list in the last seconds.
    /// </summary>
    public required long? Lag { get; init; }

    /// <summary>How the last request ended; null while one is under way, and when there was none.</summary>
    public VerbResult? LastOutcome { get; init; }

    /// <summary>The last trouble of the work in the background; null when there is none.</summary>
    public required string? Trouble { get; init; }
}
