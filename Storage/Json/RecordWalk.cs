using System.IO.Enumeration;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json;

/// <summary>Finds the records of a component by looking through the folders.</summary>
/// <remarks>
/// All names are held in memory, because the order of walks is not that of any folder. Folders may be listed on several
/// threads at once.
/// </remarks>
internal sealed class RecordWalk(string root, Component component, string keyPrefix, RecordCursor after)
{
    /// <summary>Names that begin with a dot too, and an error for a folder that cannot be read.</summary>
    private static readonly EnumerationOptions EveryName = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

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

    /// <summary>The records behind the place in some folders, in no order; one with two files comes twice.</summary>
    public IReadOnlyList<(int Bucket, ListedRecord Record)> RecordsIn(
        IEnumerable<(string First, string Folder)> folders, CancellationToken cancellation)
    {
        var records = new List<(int, ListedRecord)>();
        foreach (var (first, folder) in folders)
        {
            var start = FolderOf(first);
            var below = folder.Length > start.Length ? folder[(start.Length + 1)..] : "";
            foreach (var record in new FileSystemEnumerable<ListedRecord?>(
                folder, (ref file) => RecordOf(first, folder, below, file.FileName), EveryName)
            {
                ShouldIncludePredicate = static (ref file) => !file.IsDirectory,
            })
            {
                cancellation.ThrowIfCancellationRequested();
                if (record is { Key: var key } && key.Text.StartsWith(keyPrefix, StringComparison.Ordinal)
                    && key.Bucket is var bucket && after.IsBefore(bucket, key.Text))
                {
                    records.Add((bucket, record.Value));
                }
            }
        }

        return records;
    }

    /// <summary>Each record once, in the order of walks.</summary>
    public static IReadOnlyList<ListedRecord> InOrder(IReadOnlyList<(int Bucket, ListedRecord Record)>[] listed)
    {
        var buckets = new List<ListedRecord>[256];
        foreach (var (bucket, record) in listed.SelectMany(records => records))
        {
            (buckets[bucket] ??= []).Add(record);
        }

        var ordered = new List<ListedRecord>();
        foreach (var records in buckets.Where(records => records is not null))
        {
            records.Sort(static (left, right) => string.CompareOrdinal(left.Key.Text, right.Key.Text));
            foreach (var record in records)
            {
                if (ordered.Count > 0 && ordered[^1].Key == record.Key)
                {
                    ordered[^1] = record with { IsPlainAlone = false };
                }
                else
                {
                    ordered.Add(record);
                }
            }
        }

        return ordered;
    }

    private ListedRecord? RecordOf(string first, string folder, string below, ReadOnlySpan<char> name)
        => JsonPaths.KeyAt(component, first, below, name) is { } key
            ? new(key, folder, name.EndsWith(JsonPaths.Extension, StringComparison.Ordinal))
            : null;

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
