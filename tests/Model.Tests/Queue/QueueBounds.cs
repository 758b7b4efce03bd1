namespace HybridOrleans.Model.Tests.Queue;

/// <summary>What makes the model finite.</summary>
/// <param name="Writes">Writes of both keys together, at most 8.</param>
/// <param name="Breaks">How often the list is lost and begins anew.</param>
internal sealed record QueueBounds(int Writes, int Breaks);
