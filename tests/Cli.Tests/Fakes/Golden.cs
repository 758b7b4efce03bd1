namespace HybridOrleans.Cli.Tests.Fakes;

/// <summary>Compares an output with the one that was checked by a person and committed.</summary>
internal static class Golden
{
    /// <param name="path">The committed file, relative to the root of the repository.</param>
    /// <param name="actual">What the program printed.</param>
    public static void Check(string path, string actual)
    {
        var committed = Path.Combine(Repository.Root, path);
        var made = Path.Combine(Repository.Root, "artifacts", "golden", Path.GetFileName(path));
        Directory.CreateDirectory(Path.GetDirectoryName(made)!);
        File.WriteAllText(made, actual);
        Assert.True(
            File.Exists(committed) && File.ReadAllText(committed) == actual,
            $"The output is not {path} any more. Look at what it is now, {made}; if it is meant, copy it over.");
    }
}
