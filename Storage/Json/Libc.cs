using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace HybridOrleans.Storage.Json;

/// <summary>The system calls of this store, each with its result checked.</summary>
/// <remarks>
/// .NET's own calls do not do: its flush reports success when <c>fsync</c> fails, its file lock is freed by any close
/// in the process, and it has neither <c>syncfs</c> nor an exchange of two names. Every descriptor is opened with
/// <c>O_CLOEXEC</c>: a lock inherited by a child process outlives a killed silo.
/// </remarks>
internal static partial class Libc
{
    public const int ReadOnly = 0;
    public const int WriteOnly = 1;
    public const int ReadWrite = 2;
    public const int Create = 0x40;
    public const int Exclusive = 0x80;
    public const int NoAccessTime = 0x40000;
    public const int CloseOnExec = 0x80000;
    public const int CurrentFolder = -100;

    /// <summary>A link in the place of a record's file is refused: it could lead out of the root.</summary>
    public static readonly int NoFollow =
        RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x8000 : 0x20000;

    private const uint FileMode = 0x1A0; // rw-r-----
    private const uint FolderMode = 0x1E8; // rwxr-x---
    private const int EmptyPath = 0x1000;
    private const int LockExclusive = 2;
    private const int LockNoWait = 4;
    private const int LockRelease = 8;
    private const uint ExchangeNames = 2;
    private const int KeepSize = 1;
    private const int PunchHole = 2;
    private const uint StatBasic = 0x7FF;
    private const int StatBytes = 256;

    /// <summary>Opens a file.</summary>
    /// <returns>The descriptor, or the error number below zero.</returns>
    public static int TryOpen(string path, int flags)
    {
        while (true)
        {
            var descriptor = open(path, flags | CloseOnExec, FileMode);
            if (descriptor >= 0)
            {
                return descriptor;
            }

            var errno = Marshal.GetLastPInvokeError();
            if (errno != Errno.Interrupted)
            {
                return -errno;
            }
        }
    }

    public static int Open(string path, int flags, string what)
    {
        var descriptor = TryOpen(path, flags);
        return descriptor >= 0 ? descriptor : throw new LibcException($"Opening {what}", -descriptor);
    }

    /// <summary>Opens a file for a long time; the handle closes it only after the last call that uses it.</summary>
    public static SafeFileHandle OpenHandle(string path, int flags, string what)
    {
        var descriptor = TryOpenForLong(path, flags);
        return descriptor >= 0
            ? new(descriptor, ownsHandle: true)
            : throw new LibcException($"Opening {what}", -descriptor);
    }

    /// <summary>As <see cref="TryOpen"/>, for a file that readers look into again and again.</summary>
    /// <remarks>
    /// To note each access may wait for the file system's journal. Only the owner of the file may do without that.
    /// </remarks>
    public static int TryOpenForLong(string path, int flags)
    {
        var descriptor = TryOpen(path, flags | NoAccessTime);
        return descriptor == -Errno.NotPermitted ? TryOpen(path, flags) : descriptor;
    }

    public static void Close(int descriptor, string what)
    {
        // Linux has closed the descriptor even when a signal came in between.
        if (close(descriptor) < 0 && Marshal.GetLastPInvokeError() != Errno.Interrupted)
        {
            throw Failed($"Closing {what}");
        }
    }

    /// <summary>Closes a descriptor whose content does not matter any more.</summary>
    public static void CloseQuietly(int descriptor) => _ = close(descriptor);

    /// <summary>Reads until the buffer is full or the file ends.</summary>
    public static int Read(int descriptor, Span<byte> buffer, string what)
    {
        var length = 0;
        while (length < buffer.Length)
        {
            var taken = read(descriptor, buffer[length..], (nuint)(buffer.Length - length));
            if (taken == 0)
            {
                break;
            }

            length += (int)Counted(taken, $"Reading {what}");
        }

        return length;
    }

    public static int ReadAt(SafeFileHandle file, Span<byte> buffer, long offset, string what)
    {
        var length = 0;
        while (length < buffer.Length)
        {
            var taken = pread(file, buffer[length..], (nuint)(buffer.Length - length), offset + length);
            if (taken == 0)
            {
                break;
            }

            length += (int)Counted(taken, $"Reading {what}");
        }

        return length;
    }

    /// <summary>Writes from a place in the file on.</summary>
    public static void WriteAt(int descriptor, ReadOnlySpan<byte> bytes, long offset, string what)
    {
        while (!bytes.IsEmpty)
        {
            var written = (int)Counted(pwrite(descriptor, bytes, (nuint)bytes.Length, offset), $"Writing {what}");
            bytes = bytes[written..];
            offset += written;
        }
    }

    public static void WriteAt(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset, string what)
    {
        while (!bytes.IsEmpty)
        {
            var written = (int)Counted(pwrite(file, bytes, (nuint)bytes.Length, offset), $"Writing {what}");
            bytes = bytes[written..];
            offset += written;
        }
    }

    public static void Truncate(int descriptor, long length, string what)
        => Check(ftruncate(descriptor, length), $"Cutting {what}");

    /// <summary>Gives the space of a part of a file back. Where the file system cannot, nothing happens.</summary>
    public static void TryFree(SafeFileHandle file, long offset, long length)
        => _ = fallocate(file, PunchHole | KeepSize, offset, length);

    /// <summary>Makes content and size durable. Never repeat a failed one: the second may lie.</summary>
    public static void Flush(int descriptor, string what) => Check(fsync(descriptor), $"Flushing {what}");

    /// <summary>Makes content durable. Never repeat a failed one: the second may report a false success.</summary>
    public static void FlushData(SafeFileHandle file, string what) => Check(fdatasync(file), $"Flushing {what}");

    /// <summary>Makes everything durable that was written to the file system before the call.</summary>
    public static void FlushFileSystem(SafeFileHandle file, string what) => Check(syncfs(file), $"Flushing {what}");

    /// <summary>Makes the names in a folder durable.</summary>
    public static void FlushFolder(string folder, string what)
    {
        var descriptor = Open(folder, ReadOnly, what);
        try
        {
            Flush(descriptor, what);
        }
        finally
        {
            CloseQuietly(descriptor);
        }
    }

    /// <summary>Takes the exclusive lock if nobody has it.</summary>
    public static bool TryLock(SafeFileHandle file, string what)
    {
        while (flock(file, LockExclusive | LockNoWait) < 0)
        {
            switch (Marshal.GetLastPInvokeError())
            {
                case Errno.TryAgain:
                    return false;
                case Errno.Interrupted:
                    break;
                default:
                    throw Failed($"Locking {what}");
            }
        }

        return true;
    }

    public static void Unlock(SafeFileHandle file, string what) => Check(flock(file, LockRelease), $"Unlocking {what}");

    public static void Rename(string source, string target, string what)
        => Check(rename(source, target), $"Renaming {what}");

    /// <summary>Exchanges two names in one step.</summary>
    /// <returns>0, or the error number.</returns>
    public static int TryExchange(string left, string right)
    {
        try
        {
            return renameat2(CurrentFolder, left, CurrentFolder, right, ExchangeNames) == 0
                ? 0
                : Marshal.GetLastPInvokeError();
        }
        catch (EntryPointNotFoundException)
        {
            // An old C library without the call is the same to us as a file system without it.
            return Errno.NoSystemCall;
        }
    }

    /// <summary>Gives a file a second name, which must be free.</summary>
    /// <returns>0, or the error number.</returns>
    public static int TryLink(string source, string target)
        => link(source, target) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>Removes a name.</summary>
    /// <returns>False when there was none.</returns>
    public static bool Unlink(string path, string what)
    {
        if (unlink(path) == 0)
        {
            return true;
        }

        return Marshal.GetLastPInvokeError() is Errno.NoEntry or Errno.NotADirectory
            ? false
            : throw Failed($"Removing {what}");
    }

    /// <summary>Makes a folder.</summary>
    /// <returns>0, or the error number.</returns>
    public static int TryMakeFolder(string path) => mkdir(path, FolderMode) == 0 ? 0 : Marshal.GetLastPInvokeError();

    public static FileFacts Facts(SafeFileHandle file, string what)
    {
        Span<byte> buffer = stackalloc byte[StatBytes];
        Check(statx(file, "", EmptyPath, StatBasic, buffer), $"Looking at {what}");
        return FactsIn(buffer);
    }

    public static FileFacts Facts(int descriptor, string what)
    {
        Span<byte> buffer = stackalloc byte[StatBytes];
        Check(statx(descriptor, "", EmptyPath, StatBasic, buffer), $"Looking at {what}");
        return FactsIn(buffer);
    }

    /// <returns>Null when there is no such file.</returns>
    public static FileFacts? TryFacts(string path, string what)
    {
        Span<byte> buffer = stackalloc byte[StatBytes];
        if (statx(CurrentFolder, path, 0, StatBasic, buffer) == 0)
        {
            return FactsIn(buffer);
        }

        return Marshal.GetLastPInvokeError() is Errno.NoEntry or Errno.NotADirectory
            ? null
            : throw Failed($"Looking at {what}");
    }

    /// <summary>The magic number of the file system that holds a file.</summary>
    public static long FileSystemMagic(SafeFileHandle file, string what)
    {
        Span<byte> buffer = stackalloc byte[StatBytes];
        Check(fstatfs(file, buffer), $"Looking at the file system of {what}");
        return BinaryPrimitives.ReadInt64LittleEndian(buffer);
    }

    /// <summary>What is left for this process on the file system that holds a file.</summary>
    public static FreeSpace Space(SafeFileHandle file, string what)
    {
        // The structure is the same on every 64-bit processor: block size at 8, free blocks at 32, files at 40, free
        // files at 48.
        Span<byte> buffer = stackalloc byte[StatBytes];
        Check(fstatfs(file, buffer), $"Looking at the file system of {what}");
        var hasFileLimit = BinaryPrimitives.ReadInt64LittleEndian(buffer[40..]) > 0;
        return new FreeSpace(
            BinaryPrimitives.ReadInt64LittleEndian(buffer[8..]) * BinaryPrimitives.ReadInt64LittleEndian(buffer[32..]),
            hasFileLimit ? BinaryPrimitives.ReadInt64LittleEndian(buffer[48..]) : null);
    }

    // The structure is the same on every processor: links at 16, inode at 32, size at 40, device at 136 and 140.
    private static FileFacts FactsIn(ReadOnlySpan<byte> statx)
        => new(
            BinaryPrimitives.ReadInt64LittleEndian(statx[136..]),
            BinaryPrimitives.ReadUInt64LittleEndian(statx[32..]),
            BinaryPrimitives.ReadUInt32LittleEndian(statx[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(statx[40..]));

    private static nint Counted(nint result, string act)
    {
        if (result > 0)
        {
            return result;
        }

        // A signal in between is no failure, and the caller's loop goes on with nothing taken.
        return result < 0 && Marshal.GetLastPInvokeError() == Errno.Interrupted
            ? 0
            : throw (result == 0 ? new LibcException(act, Errno.InputOutput) : Failed(act));
    }

    private static void Check(int result, string act)
    {
        if (result < 0)
        {
            throw Failed(act);
        }
    }

    private static LibcException Failed(string act) => new(act, Marshal.GetLastPInvokeError());

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags, uint mode);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint read(int descriptor, Span<byte> buffer, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint pread(SafeFileHandle file, Span<byte> buffer, nuint count, long offset);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint pwrite(int descriptor, ReadOnlySpan<byte> buffer, nuint count, long offset);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint pwrite(SafeFileHandle file, ReadOnlySpan<byte> buffer, nuint count, long offset);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int ftruncate(int descriptor, long length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fallocate(SafeFileHandle file, int mode, long offset, long length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fdatasync(SafeFileHandle file);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int syncfs(SafeFileHandle file);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int flock(SafeFileHandle file, int operation);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int rename(string source, string target);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int renameat2(int sourceFolder, string source, int targetFolder, string target, uint flags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int link(string source, string target);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int unlink(string path);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mkdir(string path, uint mode);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statx(SafeFileHandle folder, string path, int flags, uint mask, Span<byte> result);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statx(int folder, string path, int flags, uint mask, Span<byte> result);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fstatfs(SafeFileHandle file, Span<byte> result);
}
