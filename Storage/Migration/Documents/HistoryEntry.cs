namespace HybridOrleans.Storage.Migration.Documents;

/// <summary>One thing that was done to a component.</summary>
/// <param name="At">UTC.</param>
/// <param name="By">The operator, or <c>controller</c>.</param>
/// <param name="What">The verb, such as <c>promote</c>.</param>
/// <param name="Why">The reason that was given, or the limit that was crossed.</param>
/// <param name="Outcome">What came of it.</param>
public sealed record HistoryEntry(DateTimeOffset At, string By, string What, string Why, string Outcome);
