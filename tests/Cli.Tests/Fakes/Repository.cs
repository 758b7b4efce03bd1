namespace HybridOrleans.Cli.Tests.Fakes;

/// <summary>Finds files of the repository, wherever the tests were built to.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string LegacyBot { get; } = Path.Combine(Root, "samples", "legacy-bot");

    private static string Find()
    {
        for (var path = AppContext.BaseDirectory; path is not null; path = Path.GetDirectoryName(path))
        {
            if (File.Exists(Path.Combine(path, "HybridOrleans.sln")))
            {
                return path;
            }
        }

        throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
