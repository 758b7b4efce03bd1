namespace HybridOrleans.Bench.Report;

/// <summary>A number to reach, and what this run gave.</summary>
/// <param name="What">What is asked.</param>
/// <param name="Wanted">The goal in words.</param>
/// <param name="Measured">The figure of this run in words.</param>
/// <param name="Met">Whether it was reached.</param>
internal sealed record Goal(string What, string Wanted, string Measured, bool Met);
