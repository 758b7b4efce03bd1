using System.Text.Json;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json;

/// <summary>Makes a store, and tells a store from an empty folder and from one that lost its mark.</summary>
/// <remarks>
/// A new store is made whole beside its place and then renamed into it, so that there is never half a store, and of two
/// processes that make one at the same time one wins and both use it.
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
            if (Directory.EnumerateFileSystemEntries(root).Any(e => Path.GetFileName(e) != "lost+found"))
            {
                throw JsonErrors.IdentityIsMissing(root);
            }

            if (!allowEmpty)
            {
                throw JsonErrors.RootIsEmpty(root);
            }

            Fill(root, boot);
        }

        return Read($"{root}/{JsonPaths.IdentityFile}");
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
            DurableFiles.Replace(
                $"{root}/{ComponentFiles.LockOf(component)}", ComponentLock.FirstContent(boot), "a lock file");
            DurableFiles.Replace(
                $"{root}/{ComponentFiles.FenceOf(component)}", Fence.Content(Epoch.Initial), "a fence file");
        }

        Libc.FlushFolder($"{root}/{JsonPaths.JournalFolder}", "the journal folder");
        var identity = JsonSerializer.SerializeToUtf8Bytes(
            new Dictionary<string, object> { ["format"] = Format, ["id"] = Guid.NewGuid().ToString("n") });
        DurableFiles.Replace($"{root}/{JsonPaths.IdentityFile}", [.. identity, (byte)'\n'], What);
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
