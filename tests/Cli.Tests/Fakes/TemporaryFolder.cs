using System.Security.Cryptography;

namespace HybridOrleans.Cli.Tests.Fakes;

/// <summary>A folder that is gone when the test ends.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("hybrid-cli-").FullName;

    /// <summary>Writes a file and the folders above it.</summary>
    public string Add(string name, ReadOnlySpan<byte> content)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Copies a folder into this one.</summary>
    public void Copy(string source)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            Add(System.IO.Path.GetRelativePath(source, file), File.ReadAllBytes(file));
        }
    }

    /// <summary>Names, contents, times and modes of everything in a folder.</summary>
    public static string Fingerprint(string path)
        => string.Join('\n', Directory.EnumerateFileSystemEntries(path, "*", SearchOption.AllDirectories)
            .Append(path).Order(StringComparer.Ordinal).Select(Describe));

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static string Describe(string path)
    {
        var content = Directory.Exists(path) ? "" : Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));
        var mode = OperatingSystem.IsWindows() ? "" : $"{File.GetUnixFileMode(path)}";
        return $"{path} {content} {File.GetLastWriteTimeUtc(path):O} {mode}";
    }
}
