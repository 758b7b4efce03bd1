using HybridOrleans.Bench.Measuring;

namespace HybridOrleans.Bench.Migration;

/// <summary>What the callers met.</summary>
/// <param name="Sample">Calls a second, and how long they took.</param>
/// <param name="Calls">How many calls.</param>
/// <param name="Failed">How many of them ended with an error.</param>
/// <param name="Longest">The longest wait of a caller.</param>
/// <param name="Error">The first error; null when none failed.</param>
internal sealed record LiveResult(Sample Sample, long Calls, long Failed, TimeSpan Longest, string? Error);
