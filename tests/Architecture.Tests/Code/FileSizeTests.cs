using HybridOrleans.Architecture.Tests.Tree;
using Xunit;

namespace HybridOrleans.Architecture.Tests.Code;

/// <summary>Small files, short lines.</summary>
public sealed class FileSizeTests
{
    private const int LinesMax = 400;
    private const int ColumnsMax = 120;

    /// <summary>A ratchet: lower it when the tree allows, never raise it.</summary>
    private const int MedianMax = 42;

    private static readonly string[] NarrowEndings = [".cs", ".csproj", ".props", ".sh", ".sql"];

    [Fact]
    public void No_file_is_longer_than_the_limit()
        => HouseRule.Holds(TooLong(SourceTree.Repository), $"Split by concept: at most {LinesMax} lines.");

    [Fact]
    public void No_line_is_wider_than_the_limit()
        => HouseRule.Holds(TooWide(SourceTree.Repository), $"Break the line: at most {ColumnsMax} columns.");

    [Fact]
    public void The_median_file_does_not_grow()
    {
        var median = Median(SourceTree.Repository);
        Assert.True(median <= MedianMax, $"The median file has {median} lines; at most {MedianMax} are allowed.");
    }

    [Fact]
    public void A_long_file_and_a_wide_line_are_found()
    {
        var wide = new string('x', ColumnsMax + 1);
        var tree = SourceTree.Of(
            ("Silo/Long.cs", string.Concat(Enumerable.Repeat("a\n", LinesMax + 1))),
            ("Silo/Fits.cs", string.Concat(Enumerable.Repeat("a\n", LinesMax))),
            ("Silo/Wide.cs", $"{wide[1..]}\n{wide}\n"));
        Assert.Equal(["Silo/Long.cs: 401 lines"], TooLong(tree));
        Assert.Equal(["Silo/Wide.cs:2: 121 columns"], TooWide(tree));
    }

    [Fact]
    public void The_median_is_the_middle_file()
        => Assert.Equal(2, Median(SourceTree.Of(("a.cs", "1"), ("b.cs", "1\n2\n"), ("c.cs", "1\n2\n3\n4\n"))));

    private static IEnumerable<string> TooLong(SourceTree tree)
        => tree.CSharp.Where(f => f.Lines.Count > LinesMax).Select(f => $"{f.Path}: {f.Lines.Count} lines");

    private static IEnumerable<string> TooWide(SourceTree tree)
        => tree.Files
            .Where(f => NarrowEndings.Any(e => f.Name.EndsWith(e, StringComparison.Ordinal)))
            .SelectMany(f => f.Lines.Select((line, i) => (line.Length, Place: $"{f.Path}:{i + 1}")))
            .Where(l => l.Length > ColumnsMax)
            .Select(l => $"{l.Place}: {l.Length} columns");

    private static int Median(SourceTree tree)
    {
        var sizes = tree.CSharp.Select(f => f.Lines.Count).Order().ToList();
        return sizes[sizes.Count / 2];
    }
}
