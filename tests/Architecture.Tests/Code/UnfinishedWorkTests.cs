using System.Text.RegularExpressions;
using HybridOrleans.Architecture.Tests.Tree;
using Xunit;

namespace HybridOrleans.Architecture.Tests.Code;

/// <summary>Nothing in the tree waits for somebody to come back.</summary>
public sealed partial class UnfinishedWorkTests
{
    [Fact]
    public void Nothing_is_left_unfinished()
        => HouseRule.Holds(Unfinished(SourceTree.Repository), "Finish it, or open an issue and take the mark out.");

    [Fact]
    public void No_test_is_skipped()
        => HouseRule.Holds(Skipped(SourceTree.Repository), "A test that cannot run fails and says what it misses.");

    [Fact]
    public void Marks_of_unfinished_work_are_found()
    {
        var tree = SourceTree.Of(
            ("Silo/A.cs", "// TODO later\nthrow new NotImplementedException();\n// Mastodon, hacks"),
            ("docs/b.md", "FIXME"));
        Assert.Equal(
            ["Silo/A.cs:1: TODO", "Silo/A.cs:2: NotImplementedException", "docs/b.md:1: FIXME"], Unfinished(tree));
    }

    [Fact]
    public void Skipped_tests_are_found()
    {
        var tree = SourceTree.Of(
            ("tests/X/A.cs", "[Fact(Skip = \"slow\")]\nAssert.Skip(\"x\");\nAssert.SkipUnless(a, b);\nlist.Skip(1);"),
            ("tests/X/B.cs", "[Fact(Explicit = true)]"));
        Assert.Equal(4, Skipped(tree).Count());
    }

    private static IEnumerable<string> Unfinished(SourceTree tree)
        => tree.Files.Where(f => !f.IsRule).SelectMany(f => f.Places(Mark()));

    private static IEnumerable<string> Skipped(SourceTree tree)
        => tree.CSharp.Where(f => f.IsTest && !f.IsRule).SelectMany(f => f.Places(Skip()));

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX|NotImplementedException)\b")]
    private static partial Regex Mark();

    [GeneratedRegex(@"\bSkip(Unless|When)? = |\bAssert\.Skip\w*\(|\bExplicit = true")]
    private static partial Regex Skip();
}
