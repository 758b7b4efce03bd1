using Microsoft.Win32.SafeHandles;

namespace HybridOrleans.Storage.Json;

/// <summary>Flushes the file system that holds the root.</summary>
/// <remarks>
/// Safe for many callers. The kernel tells a failure once, to one of them, and knows nothing of it afterwards. So a
/// failure stands here for good, and all components that share this file system learn of it.
/// </remarks>
internal sealed class FileSystemFlush(string root, IProbe? probe) : IDisposable
{
    private const string What = "the file system";

    private readonly Lock _gate = new();
    private readonly SafeFileHandle _root = Libc.OpenHandle(root, Libc.ReadOnly, "the root folder");
    private LibcException? _failure;

    /// <summary>The magic number of its type.</summary>
    public long Magic => Libc.FileSystemMagic(_root, "the root folder");

    /// <summary>Makes everything durable that was written before the call. Blocks until it is.</summary>
    /// <exception cref="LibcException">Something may be lost, by this call or by an earlier one.</exception>
    public void Flush()
    {
        lock (_gate)
        {
            if (_failure is not null)
            {
                throw _failure;
            }

            try
            {
                probe?.Reached(ProbePoint.FileSystemFlushing);
                Libc.FlushFileSystem(_root, What);
            }
            catch (LibcException e)
            {
                _failure = e;
                throw;
            }
        }
    }

    public void Dispose() => _root.Dispose();
}
