using System.Text.Json;
using System.Xml.Linq;
using HybridOrleans.Architecture.Tests.Tree;

namespace HybridOrleans.Architecture.Tests.Projects;

/// <summary>What one project file and its lock file say.</summary>
internal sealed class ProjectFile(SourceFile file, SourceTree tree)
{
    private readonly XDocument _xml = XDocument.Parse(file.Text);

    public string Path => file.Path;

    public string Name => System.IO.Path.GetFileNameWithoutExtension(file.Path);

    public string Folder => file.Path[..^(file.Name.Length + 1)];

    /// <summary>The names of the projects that it refers to.</summary>
    public IEnumerable<string> ProjectReferences
        => Includes("ProjectReference").Select(i => System.IO.Path.GetFileNameWithoutExtension(i.Replace('\\', '/')));

    public IEnumerable<string> PackageReferences => Includes("PackageReference");

    /// <summary>References that name a version of their own.</summary>
    public IEnumerable<string> OwnVersions => _xml.Descendants("PackageReference")
        .Where(e => e.Attribute("Version") is not null || e.Attribute("VersionOverride") is not null
            || e.Element("Version") is not null)
        .Select(e => $"{Path}: {(string?)e.Attribute("Include")}");

    public SourceFile? LockFile => tree.Files.FirstOrDefault(f => f.Path == $"{Folder}/packages.lock.json");

    /// <summary>Every package that it gets, transitive ones too; empty without a lock file.</summary>
    public IEnumerable<string> ResolvedPackages()
    {
        if (LockFile is null)
        {
            return [];
        }

        using var json = JsonDocument.Parse(LockFile.Text);
        return [.. json.RootElement.GetProperty("dependencies").EnumerateObject()
            .SelectMany(framework => framework.Value.EnumerateObject())
            .Where(p => p.Value.GetProperty("type").GetString() != "Project")
            .Select(p => p.Name)
            .Distinct()];
    }

    public static IEnumerable<ProjectFile> In(SourceTree tree) => tree.Projects.Select(f => new ProjectFile(f, tree));

    private IEnumerable<string> Includes(string element)
        => _xml.Descendants(element).Select(e => (string?)e.Attribute("Include")).OfType<string>();
}
