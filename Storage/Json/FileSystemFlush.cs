using Microsoft.Win32.SafeHandles;

namespace HybridOrleans.Storage.Json;

/// <summary>Flushes the file system that holds the root.</summary>
internal sealed class FileSystemFlush(string root) : IDisposable
{
    private const string What = "the file system";

    private readonly SafeFileHandle _root = Libc.OpenHandle(root, Libc.ReadOnly, "the root folder");

    /// <summary>The magic number of its type.</summary>
    public long Magic => Libc.FileSystemMagic(_root, "the root folder");

    /// <summary>Makes everything durable that was written before the call. Blocks until it is.</summary>
    /// <exception cref="LibcException">Something may be lost. A second call may report a false success.</exception>
    public void Flush() => Libc.FlushFileSystem(_root, What);

    public void Dispose() => _root.Dispose();
}
