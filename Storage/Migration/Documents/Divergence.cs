namespace HybridOrleans.Storage.Migration.Documents;

/// <summary>A key whose two sides differ though nobody was writing it: somebody changed a store from outside.</summary>
/// <param name="Key">The text of the key. Personal: for the operator who asks, never for a log.</param>
/// <param name="Json">What the JSON side holds; null for nothing.</param>
/// <param name="Postgres">What the PostgreSQL side holds; null for nothing.</param>
/// <param name="Reason">What does not fit, without personal data.</param>
/// <param name="SeenAt">UTC.</param>
public sealed record Divergence(
    string Key, DivergentSide? Json, DivergentSide? Postgres, string Reason, DateTimeOffset SeenAt);
