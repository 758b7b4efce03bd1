namespace HybridOrleans.Model.Tests.Debt;

/// <summary>What makes the model finite.</summary>
/// <param name="Silos">1 or 2.</param>
/// <param name="Walks">Synchronisations at a time, 1 or 2.</param>
/// <param name="Writes">Writes of both keys together.</param>
/// <param name="Generations">The highest generation of the debt.</param>
/// <param name="Starts">How often the component goes from Off to DualWrite.</param>
internal sealed record DebtBounds(int Silos, int Walks, int Writes, int Generations, int Starts);
