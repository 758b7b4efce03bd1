namespace HybridOrleans.TestKit.Processes;

/// <summary>A working directory for silos, which a database account may enter.</summary>
public sealed class SiloFolder : IDisposable
{
    public SiloFolder()
    {
        Path = Directory.CreateTempSubdirectory("hybrid-silo-").FullName;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path, (UnixFileMode)0b111_101_101);
        }
    }

    public string Path { get; }

    /// <summary>Where the silo keeps its data when nobody tells it otherwise.</summary>
    public string Data => System.IO.Path.Combine(Path, "data");

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
