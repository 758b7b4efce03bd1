using System.Buffers;
using HybridOrleans.Storage.Json.Format;

namespace HybridOrleans.Storage.Json;

/// <summary>Reads the files of records, and replaces them in two steps: staged beside it, then shown.</summary>
/// <remarks>
/// Staging takes the space and meets the missing permissions before anything is promised; showing only changes names.
/// A staged file is overwritten in place, which is safe because the previous batch's names were marked as applied: a
/// reader that still reads this file sees that the mark moved, and reads again (<see cref="RecordReader"/>).
/// Stateless but for <paramref name="exchanges"/>; writing needs the component's lock.
/// </remarks>
/// <param name="exchanges">
/// False when the file system cannot exchange names: then each file and its folder are flushed on their own.
/// </param>
internal sealed class PlainFiles(bool exchanges)
{
    private const string What = "a record's file";
    private const int BufferBytes = 16 * 1024;

    /// <summary>Tries whether two names can be exchanged in a folder.</summary>
    public static bool CanExchange(string folder)
    {
        var left = $"{folder}/.exchange-{Guid.NewGuid():n}";
        var right = left + ".other";
        try
        {
            DurableFiles.WriteNew(left, [], "a trial file");
            DurableFiles.WriteNew(right, [], "a trial file");
            var errno = Libc.TryExchange(left, right);
            return errno switch
            {
                0 => true,
                Errno.InvalidArgument or Errno.NoSystemCall or Errno.NotSupported => false,
                _ => throw new LibcException("Exchanging two trial files", errno),
            };
        }
        finally
        {
            Libc.Unlink(left, "a trial file");
            Libc.Unlink(right, "a trial file");
        }
    }

    /// <summary>Reads both files of a record, the plain one first.</summary>
    public static RecordLook Look(RecordPaths paths, IProbe? probe = null)
    {
        var plain = Read(paths.Plain, isTombstone: false);
        probe?.Reached(ProbePoint.RecordLooked);
        return new(plain, Read(paths.Tombstone, isTombstone: true));
    }

    /// <summary>As <see cref="Look"/>, if nobody has to wait for the disk.</summary>
    /// <param name="paths">The record.</param>
    /// <param name="buffer">A pinned array of any content. Larger files are left to <see cref="Look"/>.</param>
    /// <returns>Null when the disk has to be asked.</returns>
    public static RecordLook? TryLookAtOnce(RecordPaths paths, byte[] buffer)
        => TryReadAtOnce(paths.Plain, isTombstone: false, buffer, out var plain)
            && TryReadAtOnce(paths.Tombstone, isTombstone: true, buffer, out var tombstone)
            ? new RecordLook(plain, tombstone)
            : null;

    /// <summary>As the other one, of a record without a tombstone.</summary>
    public static RecordLook? TryLookAtOnce(ListedRecord record, byte[] buffer)
        => TryReadAtOnce(record.Plain, isTombstone: false, buffer, out var plain) ? new RecordLook(plain, null) : null;

    /// <summary>Reads a whole file, if nobody has to wait for the disk.</summary>
    /// <returns>How many bytes, or -1 when there is none or the disk has to be asked.</returns>
    public static int TryReadWholeAtOnce(string path, byte[] buffer)
    {
        var descriptor = MemoryReads.TryOpen(path);
        if (descriptor < 0)
        {
            return -1;
        }

        try
        {
            return MemoryReads.TryReadWhole(descriptor, buffer);
        }
        finally
        {
            Libc.CloseQuietly(descriptor);
        }
    }

    /// <summary>All bytes of a file, however large; null when there is none.</summary>
    public static byte[]? TryReadBytes(string path)
    {
        var descriptor = Libc.TryOpen(path, Libc.ReadOnly | Libc.NoFollow);
        if (descriptor < 0)
        {
            ThrowUnlessMissing(descriptor);
            return null;
        }

        try
        {
            var length = Libc.Facts(descriptor, What).Bytes;
            if (length > Array.MaxLength)
            {
                throw new LibcException($"Reading {What}", Errno.TooLarge);
            }

            var bytes = new byte[length];
            var read = Libc.Read(descriptor, bytes, What);
            return read == length ? bytes : bytes[..read];
        }
        finally
        {
            Libc.CloseQuietly(descriptor);
        }
    }

    /// <summary>Writes the next content beside its place.</summary>
    /// <param name="paths">The record.</param>
    /// <param name="isTombstone">True to stage a tombstone.</param>
    /// <param name="content">The whole file.</param>
    /// <param name="fresh">True to leave an old spare file alone, since a reader may be inside it.</param>
    /// <exception cref="LibcException">Nothing that counts has changed.</exception>
    public void Stage(RecordPaths paths, bool isTombstone, ReadOnlySpan<byte> content, bool fresh)
    {
        var path = isTombstone ? paths.TombstoneSpare : paths.Spare;
        if (fresh)
        {
            Libc.Unlink(path, What);
        }

        var descriptor = OpenSpare(paths, path);
        try
        {
            var facts = Libc.Facts(descriptor, What);
            if (facts.Links > 1)
            {
                // A backup of hard links shares the file: what lies there is the backup's, not ours to overwrite.
                Libc.CloseQuietly(descriptor);
                Libc.Unlink(path, What);
                descriptor = OpenSpare(paths, path);
                facts = Libc.Facts(descriptor, What);
            }

            Libc.WriteAt(descriptor, content, 0, What);
            if (facts.Bytes > content.Length)
            {
                Libc.Truncate(descriptor, content.Length, What);
            }

            if (!exchanges)
            {
                Libc.Flush(descriptor, What);
            }
        }
        catch
        {
            // On a full disk half a file would only make it fuller.
            Libc.CloseQuietly(descriptor);
            Libc.Unlink(path, What);
            throw;
        }

        Libc.Close(descriptor, What);
    }

    /// <summary>Takes a staged file away whose write is refused: what was never accepted must not stay.</summary>
    public static void Unstage(RecordPaths paths, bool isTombstone)
    {
        try
        {
            Libc.Unlink(isTombstone ? paths.TombstoneSpare : paths.Spare, What);
        }
        catch (LibcException)
        {
            // The refusal has its own cause, and the next write of the key takes this file's place.
        }
    }

    /// <summary>Gives the staged file its name and takes the other one's away. May be repeated.</summary>
    /// <param name="paths">The record.</param>
    /// <param name="isTombstone">True when a tombstone was staged.</param>
    /// <param name="before">What the files held.</param>
    /// <exception cref="LibcException">The record is the old or the new one.</exception>
    public void Show(RecordPaths paths, bool isTombstone, RecordLook before)
    {
        if (isTombstone)
        {
            Libc.Rename(paths.TombstoneSpare, paths.Tombstone, What);
            Libc.Unlink(paths.Plain, What);
            Libc.Unlink(paths.Spare, What);
        }
        else
        {
            ShowRecord(paths, replaces: before.Plain is not null);
            if (before.Tombstone is not null)
            {
                Libc.Unlink(paths.Tombstone, What);
            }
        }

        if (!exchanges)
        {
            Libc.FlushFolder($"{paths.Root}/{paths.Folder}", "a folder of records");
        }
    }

    /// <summary>Removes what a newer file has replaced, after a process died between two steps.</summary>
    public static void RemoveReplaced(RecordPaths paths, RecordLook look)
    {
        if (look.Record is not { } record)
        {
            return;
        }

        if (record.IsTombstone)
        {
            Libc.Unlink(paths.Plain, What);
            Libc.Unlink(paths.Spare, What);
        }
        else if (look.Tombstone is not null)
        {
            Libc.Unlink(paths.Tombstone, What);
        }
    }

    private void ShowRecord(RecordPaths paths, bool replaces)
    {
        var errno = exchanges && replaces ? Libc.TryExchange(paths.Spare, paths.Plain) : Errno.NoEntry;
        switch (errno)
        {
            case 0:
                return;
            case Errno.NoEntry:
                // There is nothing to exchange with: the first write, or somebody just removed the file.
                Libc.Rename(paths.Spare, paths.Plain, What);
                return;
            default:
                throw new LibcException($"Exchanging {What}", errno);
        }
    }

    private static int OpenSpare(RecordPaths paths, string path)
    {
        const int Flags = Libc.WriteOnly | Libc.Create;
        var descriptor = Libc.TryOpen(path, Flags | Libc.NoFollow);
        if (descriptor == -Errno.NoEntry)
        {
            DurableFiles.MakeFolders($"{paths.Root}/{paths.Folder}", "a folder of records");
            descriptor = Libc.TryOpen(path, Flags | Libc.NoFollow);
        }

        return descriptor >= 0 ? descriptor : throw new LibcException($"Opening {What}", -descriptor);
    }

    /// <returns>False when the disk has to be asked.</returns>
    private static bool TryReadAtOnce(string path, bool isTombstone, byte[] buffer, out JsonRecordFileReading? reading)
    {
        reading = null;
        var descriptor = MemoryReads.TryOpen(path);
        if (descriptor < 0)
        {
            return descriptor == -Errno.NoEntry;
        }

        try
        {
            var length = MemoryReads.TryReadWhole(descriptor, buffer);
            if (length < 0)
            {
                return false;
            }

            reading = Reading(buffer.AsSpan(0, length), isTombstone);
            return true;
        }
        finally
        {
            Libc.CloseQuietly(descriptor);
        }
    }

    private static JsonRecordFileReading Reading(ReadOnlySpan<byte> file, bool isTombstone)
        => isTombstone ? JsonRecordFile.ReadTombstone(file) : JsonRecordFile.Read(file);

    private static void ThrowUnlessMissing(int refusal)
    {
        if (refusal is not (-Errno.NoEntry or -Errno.NotADirectory))
        {
            throw new LibcException($"Opening {What}", -refusal);
        }
    }

    private static JsonRecordFileReading? Read(string path, bool isTombstone)
    {
        var descriptor = Libc.TryOpen(path, Libc.ReadOnly | Libc.NoFollow);
        if (descriptor < 0)
        {
            ThrowUnlessMissing(descriptor);
            return null;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var length = Libc.Read(descriptor, buffer, What);

            // One byte more than the largest file is enough to refuse a larger one.
            while (length == buffer.Length && length <= JsonRecordFile.BytesMax)
            {
                var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 4);
                buffer.AsSpan(0, length).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = larger;
                length += Libc.Read(descriptor, buffer.AsSpan(length), What);
            }

            return Reading(buffer.AsSpan(0, length), isTombstone);
        }
        finally
        {
            Libc.CloseQuietly(descriptor);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
