using Microsoft.Win32.SafeHandles;

namespace HybridOrleans.Storage.Json;

/// <summary>One half of a journal: a file of fixed size that was written with zeros when it was made.</summary>
/// <remarks>
/// Written, not merely allocated: the first write into an allocated block changes the file system's own records, which
/// a flush of the data alone would have to wait for.
/// </remarks>
internal sealed class JournalFile : IDisposable
{
    private const string What = "the journal";
    private const int ChunkBytes = 1024 * 1024;

    private readonly SafeFileHandle _file;

    private JournalFile(SafeFileHandle file)
    {
        _file = file;
        Bytes = Libc.Facts(file, What).Bytes;
    }

    /// <summary>The size of the file.</summary>
    public long Bytes { get; }

    /// <returns>Null when there is no such file.</returns>
    public static JournalFile? TryOpen(string path)
        => Libc.TryFacts(path, What) is null ? null : new JournalFile(Libc.OpenHandle(path, Libc.ReadWrite, What));

    /// <summary>Makes a half durably, with a head or with zeros.</summary>
    public static void Make(string path, long bytes, JournalHead? head)
    {
        var next = path + ".new";
        Libc.Unlink(next, What);
        var descriptor = Libc.Open(next, Libc.WriteOnly | Libc.Create | Libc.Exclusive, What);
        try
        {
            var chunk = new byte[ChunkBytes];
            head?.Write(chunk);
            for (var offset = 0L; offset < bytes; offset += ChunkBytes)
            {
                Libc.WriteAt(descriptor, chunk.AsSpan(0, (int)Math.Min(bytes - offset, ChunkBytes)), offset, What);
                chunk.AsSpan(0, JournalHead.Bytes).Clear();
            }

            Libc.Flush(descriptor, What);
        }
        catch
        {
            Libc.CloseQuietly(descriptor);
            Libc.Unlink(next, What);
            throw;
        }

        Libc.Close(descriptor, What);
        Libc.Rename(next, path, What);
    }

    /// <returns>Null when the half was never begun.</returns>
    public JournalHead? TryReadHead()
    {
        Span<byte> bytes = stackalloc byte[64];
        return JournalHead.TryRead(bytes[..Libc.ReadAt(_file, bytes, 0, What)]);
    }

    public int Read(Span<byte> bytes, long offset) => Libc.ReadAt(_file, bytes, offset, What);

    public void Write(ReadOnlySpan<byte> bytes, long offset) => Libc.WriteAt(_file, bytes, offset, What);

    public void Flush() => Libc.FlushData(_file, What);

    /// <summary>Writes what is there once more, so that the next flush carries it to the disk.</summary>
    /// <remarks>
    /// Bytes that a dead process left may be in memory only, and if its flush failed, the kernel takes them for clean:
    /// another flush would report success and write nothing.
    /// </remarks>
    public void Renew(long from, long to)
    {
        var chunk = new byte[(int)Math.Min(ChunkBytes, to - from)];
        while (from < to)
        {
            var part = chunk.AsSpan(0, (int)Math.Min(chunk.Length, to - from));
            var length = Read(part, from);
            Write(part[..length], from);
            from += part.Length;
        }
    }

    /// <summary>Overwrites everything behind the head with zeros, durably.</summary>
    public void Blank()
    {
        var chunk = new byte[ChunkBytes];
        var zeros = new byte[ChunkBytes];
        for (var at = (long)JournalHead.Bytes; at < Bytes;)
        {
            var part = chunk.AsSpan(0, (int)Math.Min(ChunkBytes, Bytes - at));
            if (part[..Read(part, at)].ContainsAnyExcept((byte)0))
            {
                Write(zeros.AsSpan(0, part.Length), at);
            }

            at += part.Length;
        }

        Flush();
    }

    public void Dispose() => _file.Dispose();
}
