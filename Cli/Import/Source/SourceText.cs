namespace HybridOrleans.Cli.Import.Source;

/// <summary>One text of the source that stands, or should stand, for a profile.</summary>
/// <param name="Name">The file, relative to the imported folder; <c>file#name</c> for a member of a file.</param>
/// <param name="Id">The Telegram id, or null when the name is none.</param>
/// <param name="Content">The bytes as they are in the source; null when they are too many to be read at once.</param>
/// <param name="Fault">Why it cannot be a profile, as far as is known before its content is read; or null.</param>
internal readonly record struct SourceText(string Name, long? Id, byte[]? Content, string? Fault);
