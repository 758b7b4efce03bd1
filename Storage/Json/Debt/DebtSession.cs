using Microsoft.Win32.SafeHandles;

namespace HybridOrleans.Storage.Json.Debt;

/// <summary>A process mirrors writes: a file that it keeps locked, and removes when it stops cleanly.</summary>
/// <remarks>
/// The kernel frees the lock of a process that dies, and a power cut frees all of them. A file whose lock is free is
/// what an unclean end leaves: a write of it may be in the root, acknowledged or not, and nowhere else.
/// </remarks>
internal sealed class DebtSession : IAsyncDisposable
{
    public const string Extension = ".session";
    private const string What = "the session file";

    private readonly string _path;
    private readonly SafeFileHandle _file;

    private DebtSession(string path, SafeFileHandle file) => (_path, _file) = (path, file);

    /// <summary>Makes a session that is found, and found locked, by anybody who looks from now on.</summary>
    /// <exception cref="LibcException">There is no session.</exception>
    public static DebtSession Open(string folder)
    {
        DurableFiles.MakeFolders(folder, "the session folder");
        Libc.FlushFolder(Path.GetDirectoryName(folder)!, "the journal folder");
        var path = $"{folder}/{Guid.NewGuid():n}{Extension}";
        var hidden = path + ".new";
        var file = Libc.OpenHandle(hidden, Libc.ReadWrite | Libc.Create | Libc.Exclusive, What);
        try
        {
            // It has its lock before it has its name: nobody takes it for a dead one.
            Libc.TryLock(file, What);
            Libc.FlushData(file, What);
            Libc.Rename(hidden, path, What);
            Libc.FlushFolder(folder, "the session folder");
            return new DebtSession(path, file);
        }
        catch
        {
            file.Dispose();
            Libc.Unlink(hidden, What);
            Libc.Unlink(path, What);
            throw;
        }
    }

    /// <summary>Takes over the session of a process that died.</summary>
    /// <returns>Null when its process lives, or somebody else takes it over.</returns>
    public static DebtSession? TryTakeOver(string path)
    {
        var descriptor = Libc.TryOpen(path, Libc.ReadWrite | Libc.NoFollow);
        if (descriptor == -Errno.NoEntry)
        {
            return null;
        }

        if (descriptor < 0)
        {
            throw new LibcException($"Opening {What}", -descriptor);
        }

        var file = new SafeFileHandle(descriptor, ownsHandle: true);
        if (Libc.TryLock(file, What) && Libc.Facts(file, What).Links > 0)
        {
            return new DebtSession(path, file);
        }

        file.Dispose();
        return null;
    }

    /// <summary>Removes the file and its lock. Not durable: one that comes back is one debt too many.</summary>
    public void Remove()
    {
        Libc.Unlink(_path, What);
        _file.Dispose();
    }

    /// <summary>Lets go of the file and leaves it for the next one who looks.</summary>
    public void Leave() => _file.Dispose();

    /// <summary>Closes the session: every write of this process is mirrored, or its debt is raised.</summary>
    /// <exception cref="StoreUnavailableException">The file stays, and becomes a debt.</exception>
    public ValueTask DisposeAsync()
    {
        try
        {
            if (!_file.IsClosed)
            {
                Remove();
            }

            return ValueTask.CompletedTask;
        }
        catch (LibcException e)
        {
            _file.Dispose();
            throw JsonErrors.SessionFailed(e);
        }
    }
}
