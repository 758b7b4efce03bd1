namespace HybridOrleans.Cli.Import.Source;

/// <summary>One file of the source that is imported.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Name">Its name relative to the imported folder, with forward slashes.</param>
/// <param name="Id">The id that its name tells, or null when the name is no id.</param>
internal readonly record struct ImportFile(string Path, string Name, long? Id);
