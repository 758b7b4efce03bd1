using System.Text.Json;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json;

/// <summary>Makes a store, and tells a store from an empty folder and from one that lost its mark.</summary>
/// <remarks>
/// A new store is made whole beside its place and then renamed into it, so that there is never half a store. In a
/// folder that exists each file is placed whole, the identity last, and none is ever replaced. So of several processes
/// that make a store at the same time one wins, and all use it.
/// </remarks>
internal static class StoreIdentity
{
    private const int Format = 1;
    private const string What = "the store's identity file";

    /// <summary>The id of the store at a root, which is made when the root does not exist.</summary>
    /// <exception cref="StoreUnavailableException">The folder is no store and must not become one unasked.</exception>
    public static Guid OpenOrCreate(string root, bool allowEmpty, Guid boot)
    {
        if (!Directory.Exists(root))
        {
            Create(root, boot);
        }
        else if (!File.Exists($"{root}/{JsonPaths.IdentityFile}"))
        {
            CheckEmpty(root, allowEmpty);
            Fill(root, boot);
        }

        return Read($"{root}/{JsonPaths.IdentityFile}");
    }

    /// <summary>Finds out whether a folder without our mark may become a store.</summary>
    /// <remarks>
    /// A hidden file of somebody else, such as the silo's private database, shows that this is the right volume. Locks
    /// and fences alone are a store whose making was interrupted: without a journal nothing was ever written.
    /// </remarks>
    private static void CheckEmpty(string root, bool allowEmpty)
    {
        var names = Directory.EnumerateFileSystemEntries(root).Select(e => Path.GetFileName(e)).ToHashSet();
        names.Remove("lost+found");
        var isBegun = names.Remove(JsonPaths.JournalFolder);
        if (names.Any(n => n[0] != '.' || n == JsonPaths.QuarantineFolder)
            || (isBegun && Component.All.Any(c => File.Exists($"{root}/{ComponentFiles.HalfOf(c, 1)}"))))
        {
            throw JsonErrors.IdentityIsMissing(root);
        }

        if (names.Count == 0 && !isBegun && !allowEmpty)
        {
            throw JsonErrors.RootIsEmpty(root);
        }
    }

    private static void Create(string root, Guid boot)
    {
        var parent = Path.GetDirectoryName(root) ?? "/";
        DurableFiles.MakeFolders(parent, "the folder above the root");
        var made = $"{parent}/.{Path.GetFileName(root)}.{Guid.NewGuid():n}";
        Fill(made, boot);
        try
        {
            Libc.Rename(made, root, "the new store");
        }
        catch (LibcException e) when (e.Number is Errno.NotEmpty or Errno.Exists)
        {
            // Another process was faster; its store is as good as ours.
            Directory.Delete(made, recursive: true);
        }

        Libc.FlushFolder(parent, "the folder above the root");
    }

    // The identity file comes last: a folder that has it has everything else.
    private static void Fill(string root, Guid boot)
    {
        foreach (var component in Component.All)
        {
            var folder = $"{root}/{ComponentFiles.FolderOf(component)}";
            DurableFiles.MakeFolders(folder, "the journal folder");
            DurableFiles.Place(
                $"{root}/{ComponentFiles.LockOf(component)}", ComponentLock.FirstContent(boot), "the lock file");

            // A fence never falls, not even when the making of its store is taken up again.
            DurableFiles.Place(
                $"{root}/{ComponentFiles.FenceOf(component)}", Fence.Content(Epoch.Initial), "the fence file");
        }

        Libc.FlushFolder($"{root}/{JsonPaths.JournalFolder}", "the journal folder");
        var identity = JsonSerializer.SerializeToUtf8Bytes(
            new Dictionary<string, object> { ["format"] = Format, ["id"] = Guid.NewGuid().ToString("n") });
        DurableFiles.Place($"{root}/{JsonPaths.IdentityFile}", [.. identity, (byte)'\n'], What);
    }

    private static Guid Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var format = document.RootElement.GetProperty("format").GetInt32();
            return format == Format
                ? Guid.ParseExact(document.RootElement.GetProperty("id").GetString()!, "n")
                : throw JsonErrors.FormatIsUnknown(path, format, Format);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException
            or FormatException or ArgumentNullException)
        {
            throw JsonErrors.IdentityIsDamaged(path, e);
        }
    }
}
