using System.Text.RegularExpressions;

namespace HybridOrleans.Architecture.Tests.Tree;

/// <summary>One text file of the repository.</summary>
/// <param name="Path">Relative to the root, with forward slashes.</param>
/// <param name="Text">The whole content.</param>
internal sealed record SourceFile(string Path, string Text)
{
    public string Name => System.IO.Path.GetFileName(Path);

    public bool IsCSharp => Path.EndsWith(".cs", StringComparison.Ordinal);

    public bool IsTest => Path.StartsWith("tests/", StringComparison.Ordinal);

    public bool IsProject => Path.EndsWith(".csproj", StringComparison.Ordinal);

    /// <summary>True for the rules themselves, which must name what they forbid.</summary>
    public bool IsRule => Path.StartsWith("tests/Architecture.Tests/", StringComparison.Ordinal);

    /// <summary>The lines without their ends; the empty piece after a final newline is no line.</summary>
    public IReadOnlyList<string> Lines { get; } = Text.TrimEnd('\n').Split('\n');

    public bool IsIn(string folder) => Path.StartsWith(folder + "/", StringComparison.Ordinal);

    /// <summary>The places of a pattern, as <c>path:line: found</c>.</summary>
    public IEnumerable<string> Places(Regex pattern)
        => Lines.SelectMany((line, i) => pattern.Matches(line).Select(m => $"{Path}:{i + 1}: {m.Value}"));
}
