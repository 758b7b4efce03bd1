using HybridOrleans.Architecture.Tests.Tree;
using Xunit;

namespace HybridOrleans.Architecture.Tests.Projects;

/// <summary>Which packages may reach which project, directly or through others.</summary>
public sealed class PackageTests
{
    private static readonly string[] StorePackages =
        ["Npgsql", "dbup", "StackExchange.Redis", "Microsoft.Orleans.Persistence", "Microsoft.Orleans.Clustering"];

    private static readonly string[] StoreFreeProjects = ["Client", "Cli", "Grains.Interfaces"];

    /// <summary>Packages that reach a store-free project all the same, each with its reason.</summary>
    private static readonly string[] Exceptions = [];

    [Fact]
    public void No_store_reaches_a_bot()
        => HouseRule.Holds(
            StoresThatReachBots(SourceTree.Repository).Except(Exceptions),
            "A bot must never load a store. Move the code into Storage or Silo.");

    [Fact]
    public void Every_exception_is_needed()
        => HouseRule.NeedsAll(Exceptions, StoresThatReachBots(SourceTree.Repository));

    [Fact]
    public void Packages_have_no_versions_of_their_own()
        => HouseRule.Holds(
            ProjectFile.In(SourceTree.Repository).SelectMany(p => p.OwnVersions),
            "Versions stand in Directory.Packages.props and nowhere else.");

    [Fact]
    public void Every_project_has_a_lock_file()
        => HouseRule.Holds(WithoutLock(SourceTree.Repository), "Run 'dotnet restore' and commit packages.lock.json.");

    [Fact]
    public void Every_project_is_in_the_solution()
        => HouseRule.Holds(OutsideSolution(SourceTree.Repository), "Run 'dotnet sln add' for each of these.");

    [Fact]
    public void A_transitive_store_is_found()
    {
        var tree = SourceTree.Of(
            ("Client/Client.csproj", "<Project />"),
            ("Client/packages.lock.json",
                """{"dependencies":{"net10.0":{"Npgsql":{"type":"Transitive","resolved":"10.0.3"}}}}"""));
        Assert.Equal(["Client: Npgsql"], StoresThatReachBots(tree));
    }

    [Fact]
    public void A_version_in_a_project_is_found()
    {
        var tree = SourceTree.Of(("Cli/Cli.csproj",
            """<Project><ItemGroup><PackageReference Include="Polly.Core" VersionOverride="8.0.0" /></ItemGroup>"""
            + "</Project>"));
        Assert.Equal(["Cli/Cli.csproj: Polly.Core"], ProjectFile.In(tree).SelectMany(p => p.OwnVersions));
    }

    [Fact]
    public void A_project_without_lock_file_and_outside_the_solution_is_found()
    {
        var tree = SourceTree.Of(("HybridOrleans.sln", ""), ("Cli/Cli.csproj", "<Project />"));
        Assert.Equal(["Cli/Cli.csproj"], WithoutLock(tree));
        Assert.Equal(["Cli/Cli.csproj"], OutsideSolution(tree));
    }

    private static IEnumerable<string> StoresThatReachBots(SourceTree tree)
        => from project in ProjectFile.In(tree)
           where StoreFreeProjects.Contains(project.Name)
               || project.Folder.StartsWith("samples/", StringComparison.Ordinal)
           from package in project.ResolvedPackages()
           where StorePackages.Any(s => package.StartsWith(s, StringComparison.OrdinalIgnoreCase))
           select $"{project.Name}: {package}";

    private static IEnumerable<string> WithoutLock(SourceTree tree)
        => ProjectFile.In(tree).Where(p => p.LockFile is null).Select(p => p.Path);

    private static IEnumerable<string> OutsideSolution(SourceTree tree)
    {
        var solution = tree.Files.Single(f => f.Name == "HybridOrleans.sln").Text.Replace('\\', '/');
        return tree.Projects.Select(f => f.Path).Where(p => !solution.Contains($"\"{p}\"", StringComparison.Ordinal));
    }
}
