using System.Text.RegularExpressions;
using HybridOrleans.Architecture.Tests.Tree;
using Xunit;

namespace HybridOrleans.Architecture.Tests.Code;

/// <summary>What crosses the wire or names a grain keeps its identity when a C# name changes.</summary>
public sealed partial class WireIdentityTests
{
    [Fact]
    public void Every_serialised_type_has_an_alias()
        => HouseRule.Holds(WithoutAlias(SourceTree.Repository), "Add an [Alias] beside [GenerateSerializer].");

    [Fact]
    public void Every_grain_interface_has_an_identity()
        => HouseRule.Holds(
            WithoutGrainInterfaceType(SourceTree.Repository), "Add a [GrainInterfaceType] and an [Alias].");

    [Fact]
    public void Every_grain_class_has_a_grain_type()
        => HouseRule.Holds(WithoutGrainType(SourceTree.Repository), "Add a [GrainType]: it is part of keys.");

    [Fact]
    public void Types_without_identity_are_found()
    {
        var tree = SourceTree.Of(
            ("Grains/A.cs", "[GenerateSerializer, Immutable]\npublic sealed record A;"),
            ("Grains/B.cs", "public interface IB : IGrainWithStringKey;"),
            ("Grains/C.cs", "internal sealed class C : Grain, IB;"));
        Assert.Equal(["Grains/A.cs"], WithoutAlias(tree));
        Assert.Equal(["Grains/B.cs"], WithoutGrainInterfaceType(tree));
        Assert.Equal(["Grains/C.cs"], WithoutGrainType(tree));
    }

    private static IEnumerable<string> WithoutAlias(SourceTree tree) => Lacking(tree, Serialised(), "[Alias(");

    private static IEnumerable<string> WithoutGrainInterfaceType(SourceTree tree)
        => Lacking(tree, GrainInterface(), "[GrainInterfaceType(");

    private static IEnumerable<string> WithoutGrainType(SourceTree tree) => Lacking(tree, GrainClass(), "[GrainType(");

    private static IEnumerable<string> Lacking(SourceTree tree, Regex kind, string mark)
        => tree.CSharp
            .Where(f => !f.IsTest && !f.IsIn("bench") && kind.IsMatch(f.Text))
            .Where(f => !f.Text.Contains(mark, StringComparison.Ordinal))
            .Select(f => f.Path);

    [GeneratedRegex(@"^\[GenerateSerializer", RegexOptions.Multiline)]
    private static partial Regex Serialised();

    [GeneratedRegex(@"^public interface \w+\s*:\s*IGrainWith", RegexOptions.Multiline)]
    private static partial Regex GrainInterface();

    [GeneratedRegex(@"^(?:public|internal) sealed (?:partial )?class \w+[^;{]*?:\s*Grain\b", RegexOptions.Multiline)]
    private static partial Regex GrainClass();
}
