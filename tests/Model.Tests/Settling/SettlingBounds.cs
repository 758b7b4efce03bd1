namespace HybridOrleans.Model.Tests.Settling;

/// <summary>What makes the model finite.</summary>
/// <param name="Writes">Write ids that are given out, at most 7.</param>
/// <param name="Seals">How often the root is sealed or opened.</param>
internal sealed record SettlingBounds(int Writes, int Seals);
