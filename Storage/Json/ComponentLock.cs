using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace HybridOrleans.Storage.Json;

/// <summary>The lock of one component across processes, and the small state that its holders hand on.</summary>
/// <remarks>
/// The kernel frees the lock when its holder dies, however it dies. A holder that lives, frozen or slow, is never
/// robbed of it. Used by one thread of a store at a time, except for the members that say otherwise.
/// </remarks>
internal sealed class ComponentLock : IDisposable
{
    private const int FailedOffset = 128;
    private const int WantedOffset = 192;
    private const int ContentBytes = 256;
    private const string What = "the lock file";

    private readonly string _path;
    private readonly string _relative;
    private readonly SafeFileHandle _file;
    private readonly FileFacts _facts;

    private ComponentLock(string path, string relative, SafeFileHandle file)
    {
        _path = path;
        _relative = relative;
        _file = file;
        _facts = Libc.Facts(file, What);
    }

    /// <summary>The lock file, as an operator reads it.</summary>
    public string Place => _relative;

    /// <exception cref="StoreUnavailableException">The file is missing.</exception>
    public static ComponentLock Open(string root, string relative)
    {
        var path = $"{root}/{relative}";
        if (Libc.TryFacts(path, What) is null)
        {
            throw JsonErrors.FileIsMissing(relative);
        }

        return new ComponentLock(path, relative, Libc.OpenHandle(path, Libc.ReadWrite, What));
    }

    /// <summary>The bytes of the lock file of a component that was never written.</summary>
    public static byte[] FirstContent(Guid boot)
    {
        var bytes = new byte[ContentBytes];
        JournalState.Empty(boot).Write(bytes);
        return bytes;
    }

    /// <summary>Takes the lock if it is free.</summary>
    /// <exception cref="StoreUnavailableException">The lock file is not the one that was opened.</exception>
    public bool TryTake()
    {
        if (!Libc.TryLock(_file, What))
        {
            return false;
        }

        // Two processes that hold locks on two files of the same name would both write. Only the file that has the name
        // counts, and a file that took its place after we opened ours is a reason to stop.
        try
        {
            RefuseIfMoved();
            return true;
        }
        catch
        {
            Release();
            throw;
        }
    }

    public void Release() => Libc.Unlock(_file, What);

    public LockContent Read()
    {
        Span<byte> bytes = stackalloc byte[ContentBytes];
        bytes.Clear();
        Libc.ReadAt(_file, bytes, 0, What);
        return new LockContent(
            JournalState.TryRead(bytes),
            new Guid(bytes.Slice(FailedOffset, 16)),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[(FailedOffset + 16)..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[WantedOffset..]));
    }

    public void Write(in JournalState state)
    {
        Span<byte> bytes = stackalloc byte[JournalState.Bytes];
        state.Write(bytes);
        Libc.WriteAt(_file, bytes, 0, What);
    }

    /// <summary>Makes the state durable: when a journal is made, and before a half of it is begun anew.</summary>
    public void Flush() => Libc.FlushData(_file, What);

    /// <summary>The number of the last applied batch's last entry. Safe at any time and without the lock.</summary>
    public long ReadApplied()
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        Libc.ReadAt(_file, bytes, JournalState.AppliedOffset, What);
        return BinaryPrimitives.ReadInt64LittleEndian(bytes);
    }

    /// <summary>As <see cref="ReadApplied"/>, if nobody has to wait for the disk.</summary>
    /// <param name="buffer">A pinned array of any content.</param>
    /// <returns>Null when the disk has to be asked.</returns>
    public long? TryReadAppliedAtOnce(byte[] buffer)
        => MemoryReads.TryRead(_file, buffer, JournalState.AppliedOffset) >= sizeof(long)
            ? BinaryPrimitives.ReadInt64LittleEndian(buffer)
            : null;

    /// <summary>Refuses to go on when the name leads to no file or to another one.</summary>
    /// <remarks>
    /// Then the root was moved, or its volume is not mounted any more. Safe at any time and without the lock.
    /// </remarks>
    /// <exception cref="StoreUnavailableException">The lock file is not the one that was opened.</exception>
    public void RefuseIfMoved()
    {
        var named = Libc.TryFacts(_path, What);
        if (named is not { } facts || facts.Inode != _facts.Inode || facts.Device != _facts.Device)
        {
            throw named is null ? JsonErrors.FileIsMissing(_relative) : JsonErrors.FileWasReplaced(_relative);
        }
    }

    /// <summary>Tells every process that a flush failed; <see cref="Guid.Empty"/> takes it back.</summary>
    public void WriteFailed(Guid boot)
    {
        Span<byte> bytes = stackalloc byte[20];
        boot.TryWriteBytes(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[16..], boot == Guid.Empty ? 0 : Environment.ProcessId);
        Libc.WriteAt(_file, bytes, FailedOffset, What);
    }

    /// <summary>Asks the holder to leave a gap after its batch; 0 takes it back. Needs no lock.</summary>
    public void WriteWanted(long store)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, store);
        Libc.WriteAt(_file, bytes, WantedOffset, What);
    }

    /// <summary>The process that holds the lock now; null when none does, or the kernel does not tell.</summary>
    public int? FindHolder() => LockHolders.Find(_file, _facts);

    /// <summary>Who holds the lock, for an error message.</summary>
    public string DescribeHolder()
    {
        if (FindHolder() is { } holder)
        {
            return $"process {holder}{LockHolders.NameOf(holder)}";
        }

        // Whoever wrote last need not be the holder, and may be a number of another container.
        return Read().State?.Holder is { } last
            ? $"an unknown process (process {last} wrote last)"
            : "an unknown process";
    }

    public void Dispose() => _file.Dispose();
}
