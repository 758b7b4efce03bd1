namespace HybridOrleans.Cli.Commands;

/// <summary>One line that can be pasted, and what it does.</summary>
internal readonly record struct Example(string Line, string Meaning);
