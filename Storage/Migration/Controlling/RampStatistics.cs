namespace HybridOrleans.Storage.Migration.Controlling;

/// <summary>What the reads of the ramped share were like over a window.</summary>
/// <param name="Calls">Reads in which PostgreSQL was asked.</param>
/// <param name="Errors">Of these, how many got no answer from PostgreSQL.</param>
/// <param name="Mismatches">Of these, how many got another record than the root's that was not merely older.</param>
/// <param name="P99">Their 99th percentile.</param>
/// <param name="Baseline">The 99th percentile of reads from the root; null when there were none.</param>
public sealed record RampStatistics(long Calls, long Errors, long Mismatches, TimeSpan P99, TimeSpan? Baseline);
