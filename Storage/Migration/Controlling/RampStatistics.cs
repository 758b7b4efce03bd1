namespace HybridOrleans.Storage.Migration.Controlling;

/// <summary>What calls were like over a window, while PostgreSQL answers for a share of them.</summary>
/// <param name="Calls">Reads and writes that came.</param>
/// <param name="Errors">Those that ended with an error for the caller.</param>
/// <param name="Mismatches">Times that PostgreSQL had another record than the root's that was not merely older.</param>
/// <param name="P99">The 99th percentile of the calls.</param>
/// <param name="Baseline">The same from before PostgreSQL answered; null when there were too few calls.</param>
public sealed record RampStatistics(long Calls, long Errors, long Mismatches, TimeSpan P99, TimeSpan? Baseline);
