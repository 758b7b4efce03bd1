using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json;

/// <summary>Finds the records of a component by looking through the folders.</summary>
/// <remarks>
/// All names are held in memory, because the order of walks is not that of any folder. Folders may be listed on several
/// threads at once.
/// </remarks>
internal sealed class RecordWalk(string root, Component component, string keyPrefix, RecordCursor after)
{
    /// <summary>The folders that may hold records, by the folder at the root that they lie in.</summary>
    public IReadOnlyList<(string First, string Folder)> Folders()
    {
        var folders = new List<(string, string)>();
        foreach (var first in Roots())
        {
            var folder = FolderOf(first);
            if (Directory.Exists(folder))
            {
                folders.Add((first, folder));
                folders.AddRange(Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories)
                    .Select(below => (first, below)));
            }
        }

        return folders;
    }

    /// <summary>The keys behind the place in some folders, in no order; one with two files comes twice.</summary>
    public IReadOnlyList<(int Bucket, RecordKey Key)> KeysIn(
        IEnumerable<(string First, string Folder)> folders, CancellationToken cancellation)
    {
        var keys = new List<(int, RecordKey)>();
        foreach (var (first, folder) in folders)
        {
            var length = FolderOf(first).Length + 1;
            foreach (var path in Directory.EnumerateFiles(folder))
            {
                cancellation.ThrowIfCancellationRequested();
                if (JsonPaths.KeyAt(component, first, path[length..]) is { } key
                    && key.Text.StartsWith(keyPrefix, StringComparison.Ordinal)
                    && key.Bucket is var bucket && after.IsBefore(bucket, key.Text))
                {
                    keys.Add((bucket, key));
                }
            }
        }

        return keys;
    }

    /// <summary>Each key once, in the order of walks.</summary>
    public static IReadOnlyList<RecordKey> InOrder(IReadOnlyList<(int Bucket, RecordKey Key)>[] listed)
    {
        var buckets = new List<RecordKey>[256];
        foreach (var (bucket, key) in listed.SelectMany(keys => keys))
        {
            (buckets[bucket] ??= []).Add(key);
        }

        var ordered = new List<RecordKey>();
        foreach (var keys in buckets.Where(keys => keys is not null))
        {
            keys.Sort(static (left, right) => string.CompareOrdinal(left.Text, right.Text));
            foreach (var key in keys)
            {
                if (ordered.Count == 0 || ordered[^1] != key)
                {
                    ordered.Add(key);
                }
            }
        }

        return ordered;
    }

    private string FolderOf(string first) => $"{root}/{first}/{component.Name}";

    /// <summary>The folders at the root that may hold keys with the prefix.</summary>
    private IEnumerable<string> Roots()
    {
        // No part of an encoded key begins with a dot, so nothing has such a prefix; as a path it could lead out of the
        // root, or into the folders that hold no records.
        if (keyPrefix.StartsWith('.'))
        {
            return [];
        }

        var cut = keyPrefix.IndexOf('/', StringComparison.Ordinal);
        return cut > 0
            ? [keyPrefix[..cut]]
            : Directory.EnumerateDirectories(root)
                .Select(d => Path.GetFileName(d))
                .Where(d => d[0] != '.' && d.StartsWith(keyPrefix, StringComparison.Ordinal));
    }
}
