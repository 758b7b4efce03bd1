using System.Globalization;
using System.Text;
using HybridOrleans.Storage.Records;
using Microsoft.Win32.SafeHandles;

namespace HybridOrleans.Storage.Json;

/// <summary>The lowest epoch that a component accepts: a small text file with one number.</summary>
/// <remarks>Safe for many readers at once. A fence that is missing or unreadable refuses everything.</remarks>
internal sealed class Fence : IDisposable
{
    private const string What = "the fence file";
    private const int BytesMax = 32;

    private readonly string _root;
    private readonly string _relative;
    private readonly Lock _gate = new();
    private volatile Opened _opened;

    private Fence(string root, string relative, Opened opened)
    {
        _root = root;
        _relative = relative;
        _opened = opened;
    }

    private string PathOfFile => $"{_root}/{_relative}";

    /// <exception cref="StoreUnavailableException">The file is missing.</exception>
    public static Fence Open(string root, string relative) => new(root, relative, OpenFile(root, relative));

    /// <summary>The text of a fence.</summary>
    public static byte[] Content(Epoch lowest) => Encoding.ASCII.GetBytes(lowest + "\n");

    /// <summary>The fence that stands now, also if another process raised it.</summary>
    /// <exception cref="StoreUnavailableException">The file is missing or holds no number.</exception>
    public Epoch Read()
    {
        // A raise puts a new file in the place of ours.
        var opened = IsNamed(_opened) ? _opened : Reopen();
        Span<byte> bytes = stackalloc byte[BytesMax];
        return Parse(bytes[..Libc.ReadAt(opened.File, bytes, 0, What)]) ?? throw JsonErrors.FenceIsDamaged(_relative);
    }

    /// <summary>As <see cref="Read"/>, if nobody has to wait for the disk.</summary>
    /// <param name="buffer">A pinned array of any content, larger than a fence.</param>
    /// <returns>Null when the disk has to be asked.</returns>
    public Epoch? TryReadAtOnce(byte[] buffer)
    {
        var opened = _opened;
        return IsNamed(opened) && MemoryReads.TryRead(opened.File, buffer, 0) is > 0 and <= BytesMax and var length
            ? Parse(buffer.AsSpan(0, length))
            : null;
    }

    /// <summary>Raises the fence durably. The caller holds the lock of the component.</summary>
    /// <returns>The fence that stands.</returns>
    public Epoch Raise(Epoch lowest)
    {
        var present = Read();
        if (lowest.Value <= present.Value)
        {
            // An earlier raise may have failed after its rename: what stands is made durable before it is promised.
            Libc.FlushFolder(Path.GetDirectoryName(PathOfFile)!, "the journal folder");
            return present;
        }

        DurableFiles.Replace(PathOfFile, Content(lowest), What);
        return lowest;
    }

    public void Dispose() => _opened.File.Dispose();

    /// <summary>True while the name leads to this file; an open file keeps its inode from being used again.</summary>
    private bool IsNamed(Opened opened)
        => Libc.TryFacts(PathOfFile, What) is { } named
            && named.Inode == opened.Facts.Inode
            && named.Device == opened.Facts.Device;

    /// <returns>Null when the text is no number.</returns>
    private static Epoch? Parse(ReadOnlySpan<byte> text)
        => long.TryParse(text.TrimEnd((byte)'\n'), NumberStyles.None, CultureInfo.InvariantCulture, out var lowest)
            ? new Epoch(lowest)
            : null;

    private Opened Reopen()
    {
        lock (_gate)
        {
            // The old handle is left to its finalizer: another reader may be about to use it.
            if (!IsNamed(_opened))
            {
                _opened = OpenFile(_root, _relative);
            }

            return _opened;
        }
    }

    private static Opened OpenFile(string root, string relative)
    {
        var descriptor = Libc.TryOpenForLong($"{root}/{relative}", Libc.ReadOnly);
        return descriptor switch
        {
            >= 0 => new Opened(new SafeFileHandle(descriptor, ownsHandle: true)),
            -Errno.NoEntry => throw JsonErrors.FileIsMissing(relative),
            _ => throw new LibcException($"Opening {What}", -descriptor),
        };
    }

    private sealed class Opened(SafeFileHandle file)
    {
        public SafeFileHandle File { get; } = file;

        public FileFacts Facts { get; } = Libc.Facts(file, What);
    }
}
