using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace HybridOrleans.Storage.Json;

/// <summary>The system calls that read what is in memory and refuse to wait for the disk.</summary>
/// <remarks>Where the kernel or the file system does not know them they always refuse.</remarks>
internal static partial class MemoryReads
{
    private const int NoWaiting = 0x800;
    private const int ReadNoWait = 8;
    private const ulong ResolveCached = 0x20;
    private const nint OpenAt2 = 437;

    /// <summary>The smallest page that any machine has.</summary>
    private const int PageBytes = 4096;

    private static volatile bool s_isUnknown;

    /// <summary>Opens a file to read it if nobody has to wait for the disk on the way to it.</summary>
    /// <returns>
    /// The descriptor, or the error number below zero: <see cref="Errno.NoEntry"/> is certain, any other only says that
    /// the disk has to be asked.
    /// </returns>
    public static int TryOpen(string path)
    {
        // No access time is noted, because noting it may wait for the file system's journal.
        var flags = Libc.CloseOnExec | Libc.NoFollow | Libc.NoAccessTime | NoWaiting;
        ReadOnlySpan<ulong> how = [(ulong)flags, 0, ResolveCached];
        var descriptor = syscall(OpenAt2, Libc.CurrentFolder, path, how, (nuint)(how.Length * sizeof(ulong)));
        return descriptor >= 0 ? (int)descriptor : -Marshal.GetLastPInvokeError();
    }

    /// <summary>Reads what is in memory.</summary>
    /// <param name="descriptor">The file.</param>
    /// <param name="buffer">A pinned array.</param>
    /// <param name="start">Where in the array the bytes go.</param>
    /// <param name="offset">Where in the file they lie.</param>
    /// <returns>How many bytes, 0 at the end of the file, or -1 when the disk has to be asked.</returns>
    public static int TryRead(int descriptor, byte[] buffer, int start, long offset)
    {
        var place = new Place(Marshal.UnsafeAddrOfPinnedArrayElement(buffer, start), (nuint)(buffer.Length - start));
        try
        {
            return s_isUnknown ? -1 : (int)preadv2(descriptor, in place, 1, offset, ReadNoWait);
        }
        catch (EntryPointNotFoundException)
        {
            // An old C library without the call is the same to us as a kernel without it.
            s_isUnknown = true;
            return -1;
        }
    }

    /// <summary>Reads a whole file that is in memory.</summary>
    /// <returns>How many bytes, or -1 when the disk has to be asked or the array is too small.</returns>
    public static int TryReadWhole(int descriptor, byte[] buffer)
    {
        // Half of a file may be in memory, but only whole pages of it. A read that ends elsewhere ends with the file;
        // after one that does not, only a read of nothing shows the end.
        var length = TryRead(descriptor, buffer, 0, 0);
        return length < 0 || length == buffer.Length
            || (length > 0 && length % PageBytes == 0 && TryRead(descriptor, buffer, length, length) != 0)
            ? -1
            : length;
    }

    /// <summary>As the other one, for a file that is open for a long time.</summary>
    public static int TryRead(SafeFileHandle file, byte[] buffer, long offset)
    {
        var isHeld = false;
        try
        {
            file.DangerousAddRef(ref isHeld);
            return TryRead((int)file.DangerousGetHandle(), buffer, 0, offset);
        }
        finally
        {
            if (isHeld)
            {
                file.DangerousRelease();
            }
        }
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint syscall(nint number, int folder, string path, ReadOnlySpan<ulong> how, nuint bytes);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint preadv2(int descriptor, in Place place, int places, long offset, int flags);

    /// <summary>Where bytes go, as the kernel takes it.</summary>
    private readonly record struct Place(nint Start, nuint Bytes);
}
