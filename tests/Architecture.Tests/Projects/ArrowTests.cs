using HybridOrleans.Architecture.Tests.Tree;
using Xunit;

namespace HybridOrleans.Architecture.Tests.Projects;

/// <summary>The arrows of docs/architecture.md: who may know whom.</summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["Grains.Interfaces"] = [],
        ["Storage"] = [],
        ["Grains"] = ["Grains.Interfaces", "Storage"],
        ["Client"] = ["Grains.Interfaces"],
        ["Silo"] = ["Grains", "Storage"],
        ["Cli"] = ["Client"],
    };

    [Fact]
    public void The_arrows_between_projects_are_the_drawn_ones()
        => HouseRule.Holds(WrongArrows(SourceTree.Repository), "The drawn picture has no such arrow.");

    [Fact]
    public void Every_drawn_project_exists()
        => Assert.Empty(Arrows.Keys.Except(ProjectFile.In(SourceTree.Repository).Select(p => p.Name)));

    [Fact]
    public void An_arrow_from_client_to_storage_is_found()
    {
        var tree = SourceTree.Of(("Client/Client.csproj",
            """<Project><ItemGroup><ProjectReference Include="../Storage/Storage.csproj" /></ItemGroup></Project>"""));
        Assert.Equal(["Client -> Storage"], WrongArrows(tree));
    }

    [Fact]
    public void An_arrow_from_a_product_to_a_test_project_is_found()
    {
        var tree = SourceTree.Of(("samples/Echo/Echo.csproj",
            """<Project><ItemGroup><ProjectReference Include="../../tests/TestKit/TestKit.csproj" /></ItemGroup>"""
            + "</Project>"));
        Assert.Equal(["Echo -> TestKit"], WrongArrows(tree));
    }

    private static IEnumerable<string> WrongArrows(SourceTree tree)
        => from project in ProjectFile.In(tree)
           from target in project.ProjectReferences
           where !IsAllowed(project, target)
           select $"{project.Name} -> {target}";

    private static bool IsAllowed(ProjectFile project, string target)
    {
        if (Arrows.TryGetValue(project.Name, out var targets))
        {
            return targets.Contains(target);
        }

        // Tests and benchmarks may know everything; samples are what a bot developer writes.
        return project.Path.StartsWith("tests/", StringComparison.Ordinal)
            || project.Name == "bench"
            || target == "Client";
    }
}
