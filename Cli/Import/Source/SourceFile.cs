using Microsoft.Win32.SafeHandles;

namespace HybridOrleans.Cli.Import.Source;

/// <summary>
/// A file of the source, opened for reading only. It takes no lock, so that the old bot goes on undisturbed.
/// </summary>
internal sealed class SourceFile : IDisposable
{
    /// <summary>
    /// The largest text that is read as one profile: 1 MiB of tokens may carry this much white space.
    /// </summary>
    public const int TextBytesMax = 16 * 1024 * 1024;

    private readonly string _path;
    private readonly SafeFileHandle _handle;
    private readonly DateTime _writtenAt;

    private SourceFile(string path)
    {
        _path = path;
        _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Length = RandomAccess.GetLength(_handle);
        _writtenAt = File.GetLastWriteTimeUtc(_handle);
    }

    /// <summary>The size when the file was opened.</summary>
    public long Length { get; }

    /// <summary>True when somebody wrote to the file since it was opened, or put another in its place.</summary>
    public bool HasChanged
        => RandomAccess.GetLength(_handle) != Length || File.GetLastWriteTimeUtc(_handle) != _writtenAt
            || File.GetLastWriteTimeUtc(_path) != _writtenAt;

    /// <summary>Opens a file.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static SourceFile Open(string path) => new(path);

    /// <summary>A stream over the file, from its beginning; closing it does not close the file.</summary>
    public Stream AsStream()
        => new FileStream(
            new SafeFileHandle(_handle.DangerousGetHandle(), ownsHandle: false), FileAccess.Read, bufferSize: 0);

    /// <summary>Reads a part. A file that became shorter gives fewer bytes.</summary>
    public byte[] Read(long start, long end)
    {
        var bytes = new byte[end - start];
        var length = 0;
        while (length < bytes.Length)
        {
            var read = RandomAccess.Read(_handle, bytes.AsSpan(length), start + length);
            if (read == 0)
            {
                return bytes[..length];
            }

            length += read;
        }

        return bytes;
    }

    public void Dispose() => _handle.Dispose();
}
