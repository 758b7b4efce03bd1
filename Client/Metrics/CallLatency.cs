namespace HybridOrleans.Client;

/// <summary>How long calls took, as their callers saw it, repetitions included.</summary>
/// <param name="Count">How many calls were answered.</param>
/// <param name="P50">The time that half of them stayed within, 13 % too high at most; zero without a call.</param>
/// <param name="P99">The time that 99 % of them stayed within, 13 % too high at most; zero without a call.</param>
public sealed record CallLatency(long Count, TimeSpan P50, TimeSpan P99);
