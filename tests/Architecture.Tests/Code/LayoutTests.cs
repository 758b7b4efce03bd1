using System.Text.RegularExpressions;
using HybridOrleans.Architecture.Tests.Tree;
using Xunit;

namespace HybridOrleans.Architecture.Tests.Code;

/// <summary>Where a type is found: one public type per file, named like it, in a folder with a meaning.</summary>
public sealed partial class LayoutTests
{
    [Fact]
    public void A_file_holds_one_public_type()
        => HouseRule.Holds(Crowded(SourceTree.Repository), "Give each public type a file of its own.");

    [Fact]
    public void A_file_is_named_like_its_public_type()
        => HouseRule.Holds(Misnamed(SourceTree.Repository), "Name the file like its public type.");

    [Fact]
    public void No_folder_is_named_for_leftovers()
        => HouseRule.Holds(Leftovers(SourceTree.Repository), "Name the folder for what its types are about.");

    [Fact]
    public void Two_public_types_and_a_wrong_name_are_found()
    {
        var tree = SourceTree.Of(
            ("Silo/A.cs", "public sealed class A;\npublic readonly record struct B(int C);\n"),
            ("Silo/D.cs", "public static class Other\n{\n    public sealed class Inner;\n}\n"),
            ("Silo/E.cs", "public interface E<T>;\ninternal sealed class F;\n"));
        Assert.Equal(["Silo/A.cs: A, B"], Crowded(tree));
        Assert.Equal(["Silo/D.cs: Other"], Misnamed(tree));
    }

    [Fact]
    public void A_folder_for_leftovers_is_found()
    {
        var tree = SourceTree.Of(("Silo/Helpers/A.cs", ""), ("Silo/Utils.cs", ""), ("Common/B/C.cs", ""));
        Assert.Equal(["Silo/Helpers/A.cs", "Common/B/C.cs"], Leftovers(tree));
    }

    private static IEnumerable<string> Crowded(SourceTree tree)
        => from file in tree.CSharp
           let names = PublicTypes(file)
           where names.Count > 1
           select $"{file.Path}: {string.Join(", ", names)}";

    private static IEnumerable<string> Misnamed(SourceTree tree)
        => from file in tree.CSharp
           let names = PublicTypes(file)
           where names.Count == 1 && file.Name.Split('.')[0] != names[0]
           select $"{file.Path}: {names[0]}";

    private static IEnumerable<string> Leftovers(SourceTree tree)
        => tree.Files.Select(f => f.Path).Where(p => LeftoverFolder().IsMatch(p));

    private static List<string> PublicTypes(SourceFile file)
        => [.. file.Lines.Select(l => PublicType().Match(l)).Where(m => m.Success).Select(m => m.Groups[1].Value)];

    // Namespaces are file-scoped, so that a type without indentation is not nested.
    [GeneratedRegex(@"^public (?:(?:sealed|static|abstract|readonly|partial|ref|unsafe) )*"
        + @"(?:class|interface|enum|struct|record struct|record class|record|delegate \S+) (\w+)")]
    private static partial Regex PublicType();

    [GeneratedRegex("(^|/)(Helpers?|Commons?|Utils?|Utilities|Misc|Models|Shared)/")]
    private static partial Regex LeftoverFolder();
}
