using System.Text.RegularExpressions;
using HybridOrleans.Architecture.Tests.Tree;
using Xunit;

namespace HybridOrleans.Architecture.Tests.Code;

/// <summary>Every option tells an operator its meaning and its default.</summary>
public sealed partial class OptionsTests
{
    [Fact]
    public void Every_option_says_its_meaning_and_its_default()
        => HouseRule.Holds(
            Undocumented(SourceTree.Repository),
            "Write <summary> (meaning, unit) and <value> (default, range, relations) above the property.");

    [Fact]
    public void An_option_without_default_is_found()
    {
        var tree = SourceTree.Of(("Storage/Json/StoreOptions.cs", """
            public sealed class StoreOptions
            {
                /// <summary>Told in full.</summary>
                /// <value>5 seconds.</value>
                [Redact]
                public TimeSpan Good { get; set; } = TimeSpan.FromSeconds(5);

                /// <summary>Told in part.</summary>
                public int Part { get; set; }

                public string Untold { get; init; } = "";

                /// <summary>Computed, so nobody sets it.</summary>
                public int Computed => 1;
            }
            """));
        Assert.Equal(
            ["Storage/Json/StoreOptions.cs:9: Part", "Storage/Json/StoreOptions.cs:11: Untold"],
            Undocumented(tree));
    }

    private static IEnumerable<string> Undocumented(SourceTree tree)
        => from file in tree.CSharp
           where file.Name.EndsWith("Options.cs", StringComparison.Ordinal) && !file.IsTest && !file.IsIn("bench")
           from i in Enumerable.Range(0, file.Lines.Count)
           let property = Property().Match(file.Lines[i])
           where property.Success && !IsDocumented(file, i)
           select $"{file.Path}:{i + 1}: {property.Groups[1].Value}";

    private static bool IsDocumented(SourceFile file, int line)
    {
        var above = file.Lines.Take(line).Reverse()
            .Select(l => l.Trim())
            .TakeWhile(l => l.StartsWith("//", StringComparison.Ordinal) || l.StartsWith('['))
            .ToList();
        return above.Exists(l => l.Contains("<summary>", StringComparison.Ordinal))
            && above.Exists(l => l.Contains("<value>", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^\s+public (?:required |virtual )*[\w<>?\[\], .]+ (\w+) \{ get; (?:set|init); \}")]
    private static partial Regex Property();
}
