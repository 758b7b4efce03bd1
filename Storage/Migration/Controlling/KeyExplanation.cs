using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Controlling;

/// <summary>Why a read of one key is answered as it is.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="Epoch">The epoch.</param>
/// <param name="Json">What JSON holds; null for nothing.</param>
/// <param name="Postgres">What PostgreSQL holds; null for nothing.</param>
/// <param name="JsonTrouble">Why JSON did not tell; null when it did.</param>
/// <param name="PostgresTrouble">Why PostgreSQL did not tell; null when it did.</param>
/// <param name="Answers">The store that would answer, and why.</param>
/// <param name="Debt">Whether PostgreSQL may lack acknowledged writes, in words.</param>
public sealed record KeyExplanation(
    Phase Phase, Epoch Epoch, DivergentSide? Json, DivergentSide? Postgres, string? JsonTrouble,
    string? PostgresTrouble, string Answers, string Debt);
