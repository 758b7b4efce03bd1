namespace HybridOrleans.Model.Tests.Documents;

/// <summary>What makes the model finite.</summary>
/// <param name="Epochs">The highest epoch.</param>
/// <param name="Versions">The highest version of a document.</param>
/// <param name="Writes">Writes that are acknowledged.</param>
/// <param name="Outages">How often PostgreSQL changes between up and down.</param>
internal sealed record DocumentsBounds(int Epochs, int Versions, int Writes, int Outages);
