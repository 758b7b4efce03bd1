using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json;

/// <summary>Finds the records of a component by looking through the folders.</summary>
internal static class RecordWalk
{
    /// <summary>The keys behind a place, in the order of walks.</summary>
    /// <remarks>All names are held in memory, because the order of walks is not that of any folder.</remarks>
    public static IReadOnlyList<RecordKey> Keys(
        string root, Component component, string keyPrefix, RecordCursor after, CancellationToken cancellation)
    {
        var keys = new HashSet<RecordKey>();
        foreach (var first in Roots(root, keyPrefix))
        {
            var folder = $"{root}/{first}/{component.Name}";
            if (!Directory.Exists(folder))
            {
                continue;
            }

            foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            {
                cancellation.ThrowIfCancellationRequested();
                if (JsonPaths.KeyAt(component, first, path[(folder.Length + 1)..]) is { } key
                    && key.Text.StartsWith(keyPrefix, StringComparison.Ordinal)
                    && after.IsBefore(key))
                {
                    keys.Add(key);
                }
            }
        }

        var sorted = keys.Select(k => (k.Bucket, Key: k)).ToArray();
        Array.Sort(sorted, static (left, right) => left.Bucket != right.Bucket
            ? left.Bucket.CompareTo(right.Bucket)
            : string.CompareOrdinal(left.Key.Text, right.Key.Text));
        return Array.ConvertAll(sorted, k => k.Key);
    }

    /// <summary>The folders at the root that may hold keys with the prefix.</summary>
    private static IEnumerable<string> Roots(string root, string keyPrefix)
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
