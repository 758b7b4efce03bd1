namespace HybridOrleans.Storage.Migration.Assessing;

/// <summary>One thing that was tried before a migration, and how it went.</summary>
/// <param name="Store">The store, such as <c>postgres</c>.</param>
/// <param name="Check">What was tried, in a few words: <c>free space</c>.</param>
/// <param name="Severity">Whether the migration may begin.</param>
/// <param name="Message">What was seen, with numbers, and the way out where there is something to do.</param>
public sealed record Finding(string Store, string Check, Severity Severity, string Message);
