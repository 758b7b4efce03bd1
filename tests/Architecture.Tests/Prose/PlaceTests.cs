using System.Text.RegularExpressions;
using HybridOrleans.Architecture.Tests.Tree;
using Xunit;

namespace HybridOrleans.Architecture.Tests.Prose;

/// <summary>The tree does not know on which machine, or behind which registry, it was made.</summary>
public sealed partial class PlaceTests
{
    [Fact]
    public void No_registry_is_named()
        => HouseRule.Holds(Registries(SourceTree.Repository), "Where packages come from is the machine's business.");

    [Fact]
    public void No_path_of_one_machine_is_named()
        => HouseRule.Holds(Paths(SourceTree.Repository), "Use a path relative to the repository, or an option.");

    [Fact]
    public void A_registry_is_found()
    {
        var host = string.Join('.', "registry", "example", "org");
        Assert.Equal([$"docs/a.md:1: {host}"], Registries(SourceTree.Of(("docs/a.md", $"get it from {host}/x"))));
    }

    [Fact]
    public void A_path_of_one_machine_is_found()
    {
        var text = "cd /" + "home/eva/bot\nC:" + "\\bots\\x\nsee https://example.com/home/eva";
        Assert.Equal(2, Paths(SourceTree.Of(("docs/a.md", text))).Count());
    }

    private static IEnumerable<string> Registries(SourceTree tree) => tree.Files.SelectMany(f => f.Places(Registry()));

    private static IEnumerable<string> Paths(SourceTree tree) => tree.Files.SelectMany(f => f.Places(MachinePath()));

    [GeneratedRegex(@"\b(?:[\w-]+\.)*(?:nuget|npmjs|pypi|docker|ghcr|quay|mcr|artifactory|nexus|pkgs|packages|registry)"
        + @"(?:\.[\w-]+)*\.(?:org|com|io|net|dev|local|internal)\b")]
    private static partial Regex Registry();

    [GeneratedRegex(@"(?<![\w.:$}/-])/(?:root|work|home/\w+|Users/\w+)/[\w.-]+|\b[A-Z]:\\{1,2}\w+")]
    private static partial Regex MachinePath();
}
