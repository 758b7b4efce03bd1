using Microsoft.Win32.SafeHandles;

namespace HybridOrleans.Storage.Json.Assessing;

/// <summary>A folder beside the journals in which system calls are tried out. Nothing of it stays.</summary>
internal sealed class TrialFolder(string root) : IDisposable
{
    private const string What = "a trial file";

    private readonly string _path = $"{root}/{JsonPaths.JournalFolder}/.trial-{Guid.NewGuid():n}";

    private string First => $"{_path}/first";

    private string Second => $"{_path}/second";

    /// <summary>Makes the folder, writes a file durably, replaces it durably, and reads it back.</summary>
    /// <returns>True when it reads as it was written.</returns>
    public bool TryReplace(ReadOnlySpan<byte> content)
    {
        DurableFiles.MakeFolders(_path, "a trial folder");
        DurableFiles.Replace(First, [], What);
        DurableFiles.Replace(First, content, What);
        return PlainFiles.TryReadBytes(First) is { } read && content.SequenceEqual(read);
    }

    /// <summary>True when two names can be exchanged.</summary>
    public bool CanExchange() => PlainFiles.CanExchange(_path);

    /// <summary>True when a second descriptor is kept out of a lock for as long as the first one holds it.</summary>
    public bool LocksExclude()
    {
        using var first = Open();
        using var second = Open();
        if (!Libc.TryLock(first, What) || Libc.TryLock(second, What))
        {
            return false;
        }

        Libc.Unlock(first, What);
        return Libc.TryLock(second, What);
    }

    /// <summary>
    /// True when another process is kept out of a lock for as long as this one holds it, and what it renames
    /// afterwards is seen here.
    /// </summary>
    /// <returns>Null when no other process could be started.</returns>
    public bool? ProcessesExclude(OtherProcess other)
    {
        using var held = Open();
        var moved = $"{_path}/moved";
        DurableFiles.Replace(First, "by another process"u8, What);
        if (!Libc.TryLock(held, What))
        {
            return false;
        }

        var kept = other.TryMove(Second, First, moved);
        Libc.Unlock(held, What);
        return kept is null ? null
            : kept == false && other.TryMove(Second, First, moved) == true && File.Exists(moved) && !File.Exists(First);
    }

    /// <summary>What is left on its file system.</summary>
    public FreeSpace Space()
    {
        using var file = Open();
        return Libc.Space(file, What);
    }

    /// <summary>The kind of its file system.</summary>
    public long Magic()
    {
        using var file = Open();
        return Libc.FileSystemMagic(file, What);
    }

    public void Dispose()
    {
        if (Directory.Exists(_path))
        {
            Directory.Delete(_path, recursive: true);
        }
    }

    private SafeFileHandle Open() => Libc.OpenHandle(Second, Libc.ReadWrite | Libc.Create, What);
}
