namespace HybridOrleans.Storage.Tests.Json.Store;

/// <summary>A folder of one test, removed with it. The root of a store lies inside and is made by it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder()
        => Path = Directory.CreateTempSubdirectory("hybrid-json-").FullName;

    public string Path { get; }

    public string Root => System.IO.Path.Combine(Path, "data");

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
