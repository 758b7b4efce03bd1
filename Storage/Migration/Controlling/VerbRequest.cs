namespace HybridOrleans.Storage.Migration.Controlling;

/// <summary>Who wants a step of a migration, and why.</summary>
/// <param name="By">The operator, or <c>controller</c>. Kept in the history.</param>
/// <param name="Why">The reason. Kept in the history; no personal data.</param>
/// <param name="Mode">Whether it is done or only told.</param>
public sealed record VerbRequest(string By, string Why, VerbMode Mode = VerbMode.Do);
