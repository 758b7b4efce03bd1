namespace HybridOrleans.Bench.Questions;

/// <summary>What 1,000 active grains cost, each with 1 KB, after a full collection.</summary>
/// <param name="ProfileBytes">With our grains.</param>
/// <param name="BareBytes">With grains that have nothing but the same bytes in a field.</param>
internal sealed record Memory(double ProfileBytes, double BareBytes);
