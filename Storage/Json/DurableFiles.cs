namespace HybridOrleans.Storage.Json;

/// <summary>Small files that are written seldom and must be whole and durable at once.</summary>
internal static class DurableFiles
{
    /// <summary>Puts a whole file in the place of another one, or of none, and makes it durable.</summary>
    /// <exception cref="LibcException">The old file stands, or the new one does and may not be durable.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> content, string what, IProbe? probe = null)
    {
        var next = path + ".new";
        Libc.Unlink(next, what);
        WriteNew(next, content, what);
        Libc.Rename(next, path, what);
        probe?.Reached(ProbePoint.Replaced);
        Libc.FlushFolder(Path.GetDirectoryName(path)!, $"the folder of {what}");
    }

    /// <summary>Puts a whole file where there is none, and makes it durable. Of several that do so one wins.</summary>
    public static void Place(string path, ReadOnlySpan<byte> content, string what)
    {
        if (Libc.TryFacts(path, what) is null)
        {
            var next = $"{path}.{Guid.NewGuid():n}";
            WriteNew(next, content, what);
            var errno = Libc.TryLink(next, path);
            Libc.Unlink(next, what);
            if (errno is not (0 or Errno.Exists))
            {
                throw new LibcException($"Naming {what}", errno);
            }
        }

        // Also the winner's name may not be durable yet.
        Libc.FlushFolder(Path.GetDirectoryName(path)!, $"the folder of {what}");
    }

    /// <summary>Writes a file that does not exist yet, and makes its content durable, but not its name.</summary>
    public static void WriteNew(string path, ReadOnlySpan<byte> content, string what)
    {
        var descriptor = Libc.Open(path, Libc.WriteOnly | Libc.Create | Libc.Exclusive | Libc.NoFollow, what);
        try
        {
            Libc.WriteAt(descriptor, content, 0, what);
            Libc.Flush(descriptor, what);
        }
        catch
        {
            Libc.CloseQuietly(descriptor);
            Libc.Unlink(path, what);
            throw;
        }

        Libc.Close(descriptor, what);
    }

    /// <summary>Makes a folder and those above it, if they are missing.</summary>
    public static void MakeFolders(string path, string what)
    {
        var errno = Libc.TryMakeFolder(path);
        if (errno == Errno.NoEntry && Path.GetDirectoryName(path) is { Length: > 0 } parent)
        {
            MakeFolders(parent, what);
            errno = Libc.TryMakeFolder(path);
        }

        if (errno is not (0 or Errno.Exists))
        {
            throw new LibcException($"Making {what}", errno);
        }
    }
}
