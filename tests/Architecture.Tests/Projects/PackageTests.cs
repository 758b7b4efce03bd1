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
    /// <remarks>
    /// A bot may find silos among the members that they keep in Redis, and asks Redis for nothing else: see
    /// <see cref="Only_the_connection_of_a_client_knows_redis"/>.
    /// </remarks>
    private static readonly string[] Exceptions =
    [
        .. from project in (string[])["Client", "Cli", "DatingBot", "MixedLoad"]
           from package in (string[])["Microsoft.Orleans.Clustering.Redis", "StackExchange.Redis"]
           select $"{project}: {package}",
    ];

    [Fact]
    public void No_store_reaches_a_bot()
        => HouseRule.Holds(
            StoresThatReachBots(SourceTree.Repository).Except(Exceptions),
            "A bot must never load a store. Move the code into Storage or Silo.");

    [Fact]
    public void Every_exception_is_needed()
        => HouseRule.NeedsAll(Exceptions, StoresThatReachBots(SourceTree.Repository));

    [Fact]
    public void Only_the_connection_of_a_client_knows_redis()
        => HouseRule.Holds(
            RedisBesideTheConnection(SourceTree.Repository),
            "A bot asks Redis for the members of the cluster and for nothing else. Keep it in Client/Connection.");

    [Fact]
    public void Redis_beside_the_connection_is_found()
        => Assert.Single(RedisBesideTheConnection(SourceTree.Of(
            ("Client/Connection/RedisMembers.cs", "using StackExchange.Redis;"),
            ("Client/Profiles/UserProfiles.cs", "using StackExchange.Redis;"))));

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

    private static IEnumerable<string> RedisBesideTheConnection(SourceTree tree)
        => from file in tree.CSharp
           where StoreFreeProjects.Any(file.IsIn) || file.IsIn("samples")
           where !file.IsIn("Client/Connection")
           where file.Text.Contains("StackExchange.Redis", StringComparison.Ordinal)
               || file.Text.Contains("UseRedisClustering", StringComparison.Ordinal)
           select file.Path;

    private static IEnumerable<string> WithoutLock(SourceTree tree)
        => ProjectFile.In(tree).Where(p => p.LockFile is null).Select(p => p.Path);

    private static IEnumerable<string> OutsideSolution(SourceTree tree)
    {
        var solution = tree.Files.Single(f => f.Name == "HybridOrleans.sln").Text.Replace('\\', '/');
        return tree.Projects.Select(f => f.Path).Where(p => !solution.Contains($"\"{p}\"", StringComparison.Ordinal));
    }
}
