namespace HybridOrleans.Architecture.Tests.Tree;

/// <summary>The text files of the repository, or made-up ones for a counter-example.</summary>
internal sealed class SourceTree
{
    private const string Mark = "HybridOrleans.sln";

    private static readonly string[] OutputFolders = ["artifacts", ".git", "bin", "obj", "data", "TestResults"];

    private static readonly string[] TextEndings =
    [
        ".cs", ".csproj", ".props", ".targets", ".json", ".md", ".sh", ".sql", ".sln", ".txt", ".yml", ".yaml",
        ".editorconfig", ".gitignore", ".gitattributes", ".py", ".cpp", ".html", ".css", ".js", ".config",
    ];

    private static readonly Lazy<SourceTree> Loaded = new(Load);

    private SourceTree(IReadOnlyList<SourceFile> files) => Files = files;

    /// <summary>The repository that this test was built from.</summary>
    public static SourceTree Repository => Loaded.Value;

    /// <summary>Where the repository lies.</summary>
    public static string Root { get; } = FindRoot();

    public IReadOnlyList<SourceFile> Files { get; }

    public IEnumerable<SourceFile> CSharp => Files.Where(f => f.IsCSharp);

    public IEnumerable<SourceFile> Projects => Files.Where(f => f.IsProject);

    public static SourceTree Of(params ReadOnlySpan<(string Path, string Text)> files)
    {
        var made = new List<SourceFile>();
        foreach (var (path, text) in files)
        {
            made.Add(new SourceFile(path, text));
        }

        return new SourceTree(made);
    }

    private static SourceTree Load()
    {
        var files = new List<SourceFile>();
        Collect(new DirectoryInfo(Root), Root, files);
        return new SourceTree(files);
    }

    private static string FindRoot()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, Mark)))
        {
            root = root.Parent ?? throw new InvalidOperationException(
                $"No {Mark} above {AppContext.BaseDirectory}: run the tests from a checkout.");
        }

        return root.FullName;
    }

    private static void Collect(DirectoryInfo folder, string root, List<SourceFile> files)
    {
        foreach (var file in folder.EnumerateFiles().Where(IsText).OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            var path = Path.GetRelativePath(root, file.FullName).Replace('\\', '/');
            files.Add(new SourceFile(path, File.ReadAllText(file.FullName)));
        }

        foreach (var inner in folder.EnumerateDirectories().Where(d => !OutputFolders.Contains(d.Name)))
        {
            Collect(inner, root, files);
        }
    }

    private static bool IsText(FileInfo file)
        => file.Directory!.Name == ".ci"
            || TextEndings.Any(e => file.Name.EndsWith(e, StringComparison.OrdinalIgnoreCase));
}
