namespace HybridOrleans.Cli.Import;

/// <summary>One text of the source that was not simply stored.</summary>
/// <param name="Kind">What it stands for, or should stand for.</param>
/// <param name="Source">The file, relative to the imported folder; <c>file#name</c> for a member of a file.</param>
/// <param name="Id">The Telegram id, or null when the name is none.</param>
/// <param name="Result">What became of it.</param>
/// <param name="Reason">Why, without the content.</param>
internal sealed record ReportItem(ImportKind Kind, string Source, long? Id, ImportResult Result, string Reason);
