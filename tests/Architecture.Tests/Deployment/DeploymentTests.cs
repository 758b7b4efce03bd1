using System.Text.Json;
using System.Text.RegularExpressions;
using HybridOrleans.Architecture.Tests.Tree;
using Xunit;

namespace HybridOrleans.Architecture.Tests.Deployment;

/// <summary>What can be known of the containers without an engine that runs them.</summary>
public sealed class DeploymentTests
{
    private const string SiloPath = "Silo/Dockerfile";

    private static readonly string[] Images = ["silo", "cli"];

    private static ComposeFile Compose
        => new(SourceTree.Repository.Files.Single(f => f.Path == "docker-compose.yml").Text);

    private static BuildFile Build => new(File.ReadAllText(Path.Combine(SourceTree.Root, SiloPath)));

    [Fact]
    public void Postgres_redis_two_silos_and_a_client_are_described()
        => Assert.Equal(
            ["client", "postgres", "redis", "silo1", "silo2"],
            Compose.Services.Select(s => s.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_image_has_an_exact_version()
    {
        HouseRule.Holds(Compose.UnpinnedImages, "Name the whole version of the image.");
        HouseRule.Holds(
            Build.Stages.Where(s => !ImageTag.IsPinned(s.Value.Image)).Select(s => s.Key),
            "Name the whole version of the stage's image.");
    }

    [Fact]
    public void The_image_that_builds_has_the_sdk_of_the_repository()
    {
        using var global = JsonDocument.Parse(File.ReadAllText(Path.Combine(SourceTree.Root, "global.json")));
        var version = global.RootElement.GetProperty("sdk").GetProperty("version").GetString();
        Assert.Contains($"/sdk:{version}-", Build.Stages["build"].Image, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_used_is_declared()
        => HouseRule.Holds(Compose.Undeclared, "Declare it, or mend its name.");

    [Fact]
    public void No_secret_stands_in_the_file()
        => HouseRule.Holds(Compose.Secrets, "Write ${NAME:?why}, so that it comes from the environment or fails.");

    [Fact]
    public void Nothing_listens_beyond_this_machine()
        => HouseRule.Holds(Compose.OpenPorts, "Connections are plain text: begin with 127.0.0.1:");

    [Fact]
    public void Whoever_goes_on_tells_whether_it_is_healthy()
    {
        var healthy = Build.Stages
            .Where(s => s.Value.Steps.Any(step => step[0] == "HEALTHCHECK")).Select(s => s.Key).ToHashSet();
        HouseRule.Holds(Compose.WithoutHealth(healthy), "Add a health check to the service or to its image.");
    }

    [Fact]
    public void Every_setting_of_a_silo_exists()
        => HouseRule.Holds(
            Unknown(Compose, SourceTree.Repository), "No program reads it: see docs/configuration.md.");

    [Fact]
    public void The_members_are_kept_append_only_and_never_evicted()
    {
        var redis = Compose.Services.Single(s => s.Name == "redis").Content;
        var command = string.Join(' ', ComposeFile.Items(redis, "command"));
        Assert.Contains("--appendonly yes", command, StringComparison.Ordinal);
        Assert.Contains("--maxmemory-policy noeviction", command, StringComparison.Ordinal);
    }

    [Fact]
    public void The_address_of_a_silo_is_the_one_that_its_network_gives_it()
    {
        foreach (var (name, content) in Compose.Services.Where(s => ComposeFile.TargetOf(s.Content) == "silo"))
        {
            var network = ComposeFile.Map(ComposeFile.Map(content, "networks"), "cluster");
            var address = Compose.Environment.Single(e => e.Service == name && e.Name.EndsWith("Address")).Value;
            Assert.Equal(network["ipv4_address"], address);
        }
    }

    [Fact]
    public void Every_image_runs_as_somebody_who_is_not_root_and_starts_a_program_of_ours()
    {
        foreach (var image in Images)
        {
            var (_, steps) = Build.Stages[image];
            Assert.Equal("$APP_UID", Assert.Single(steps, s => s[0] == "USER")[1]);
            var entry = JsonSerializer.Deserialize<string[]>(
                string.Join(' ', Assert.Single(steps, s => s[0] == "ENTRYPOINT").Skip(1)))!;
            var project = Path.GetFileNameWithoutExtension(entry[1])["HybridOrleans.".Length..];
            Assert.Equal(image, project, ignoreCase: true);
            Assert.True(File.Exists(Path.Combine(SourceTree.Root, project, $"{project}.csproj")));
        }
    }

    [Fact]
    public void What_an_image_takes_exists_and_is_sent_to_the_engine()
    {
        var ignore = File.ReadAllLines(Path.Combine(SourceTree.Root, ".dockerignore"));
        Assert.Contains("Silo/", Build.Copied);
        foreach (var path in Build.Copied)
        {
            Assert.True(Path.Exists(Path.Combine(SourceTree.Root, path)), $"{SiloPath}: there is no {path}.");
            Assert.Contains($"!{path.Split('/')[0]}", ignore);
        }
    }

    [Fact]
    public void What_is_wrong_is_found()
    {
        var compose = new ComposeFile(
            """
            services:
              silo1:
                image: redis:latest
                restart: always
                environment:
                  HybridOrleans__Silo__Adress: "1.2.3.4"
                  REDIS_HOTS: "redis"
                  DB_PASSWORD: "secret"
                volumes:
                  - jsom:/data
                ports:
                  - "8080:8080"
            volumes:
              json:
            """);
        Assert.Equal(["silo1: 'redis:latest'"], compose.UnpinnedImages);
        Assert.Equal(["silo1: volume jsom"], compose.Undeclared);
        Assert.Equal(["silo1: DB_PASSWORD"], compose.Secrets);
        Assert.Equal(["silo1: 8080:8080"], compose.OpenPorts);
        Assert.Equal(["silo1"], compose.WithoutHealth(new HashSet<string>()));
        Assert.Equal(
            ["silo1: HybridOrleans__Silo__Adress", "silo1: REDIS_HOTS"], Unknown(compose, SourceTree.Repository));
    }

    [Theory]
    [InlineData("a:\n   b: c\n", "Line 2: an odd indentation.")]
    [InlineData("a:\n    b: c\n", "Line 2: an indentation that fits nothing.")]
    [InlineData("a: b\na: c\n", "Line 2: a second 'a'.")]
    [InlineData("a: [\"b\"\n", "Line 1: '[\"b\"' does not end")]
    [InlineData("a: *b\n", "Line 1: no anchor *b.")]
    [InlineData("a\n", "Line 1: no 'name: value' in 'a'.")]
    public void A_file_that_is_no_yaml_is_found(string text, string mistake)
        => Assert.StartsWith(
            mistake, Assert.Throws<FormatException>(() => YamlText.Parse(text)).Message, StringComparison.Ordinal);

    /// <summary>Names that no program of ours reads. The images of others read their own.</summary>
    private static IEnumerable<string> Unknown(ComposeFile compose, SourceTree tree)
        => from setting in compose.Environment
           where setting.Service.StartsWith("silo", StringComparison.Ordinal) || setting.Service == "client"
           let parts = setting.Name.Split("__")
           where parts is ["HybridOrleans", var section, var name]
               ? !IsSetting(tree, section, name)
               : !tree.CSharp.Any(f => !f.IsTest && f.Text.Contains($"\"{setting.Name}\"", StringComparison.Ordinal))
           select $"{setting.Service}: {setting.Name}";

    /// <summary>A property of the options of the section, by the names of our files.</summary>
    private static bool IsSetting(SourceTree tree, string section, string name) => tree.CSharp.Any(f => !f.IsTest
        && f.Name is var file && (file == $"{section}Settings.cs" || file == $"{section}StoreOptions.cs"
            || file == $"Redis{section}Options.cs")
        && Regex.IsMatch(f.Text, $@"public (required )?[\w?]+ {Regex.Escape(name)} {{ get;"));
}
