using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HybridOrleans.Storage.Quarantine;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json;

/// <summary>Keeps what was put aside as files below the root of a JSON store, one per item.</summary>
/// <remarks>
/// Safe for many callers and processes at once. A file is one line of JSON that says what it is, and then the bytes as
/// they were found. Its name is the hash of source and content, so that keeping an item again changes nothing.
/// </remarks>
public sealed class JsonQuarantine : IQuarantine
{
    private const string What = "a quarantined item";
    private const string Extension = ".item";
    private const int HeadBytesMax = 64 * 1024;

    private readonly string _folder;

    /// <summary>Makes the quarantine of a store.</summary>
    /// <param name="rootDirectory">The root of the store, which exists.</param>
    public JsonQuarantine(string rootDirectory)
        => _folder = $"{Path.GetFullPath(rootDirectory).TrimEnd('/')}/{JsonPaths.QuarantineFolder}";

    /// <inheritdoc/>
    public async ValueTask KeepAsync(QuarantinedItem item, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(item);
        try
        {
            await Task.Run(() => Keep(item), cancellation);
        }
        catch (LibcException e)
        {
            throw JsonErrors.NotKept(e);
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Also what a process left that died while it kept an item. Where not even its first line is whole nobody can say
    /// whose it is; it was promised to nobody, and goes too.
    /// </remarks>
    public async ValueTask RemoveAsync(
        string owner, IReadOnlyList<string> origins, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(origins);
        var folder = FolderOf(owner);
        try
        {
            await Task.Run(() => Remove(folder, origins), cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw JsonErrors.NotRemoved(e);
        }
    }

    /// <inheritdoc/>
    public async ValueTask RemoveItemAsync(QuarantinedItem item, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(item);
        var folder = FolderOf(item.Owner);
        try
        {
            await Task.Run(() => RemoveOne($"{folder}/{NameOf(item)}{Extension}"), cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw JsonErrors.NotRemoved(e);
        }

        void RemoveOne(string path)
        {
            if (Libc.TryFacts(path, What) is not null)
            {
                Libc.Unlink(path, What);
            }

            // Also for one that is gone: whoever removed it may have died before this flush.
            if (Directory.Exists(folder))
            {
                Libc.FlushFolder(folder, What);
            }
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<QuarantinedItem> ListAsync(
        string owner, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var folder = FolderOf(owner);
        var heads = await Task.Run(() => Answer(() => ReadHeads(folder)), cancellation);
        foreach (var (path, head) in heads.OrderBy(h => h.Head.KeptAt).ThenBy(h => h.Path, StringComparer.Ordinal))
        {
            cancellation.ThrowIfCancellationRequested();
            if (Answer(() => PlainFiles.TryReadBytes(path)) is { } bytes
                && bytes.AsSpan().IndexOf((byte)'\n') is >= 0 and var end)
            {
                yield return new QuarantinedItem
                {
                    Owner = owner,
                    Source = head.Source,
                    Reason = head.Reason,
                    KeptAt = head.KeptAt,
                    Content = bytes.AsMemory(end + 1),
                };
            }
        }
    }

    /// <summary>Keeps an item durably, on the calling thread.</summary>
    /// <exception cref="LibcException">The item is not known to be kept.</exception>
    internal void Keep(QuarantinedItem item)
    {
        var folder = FolderOf(item.Owner);
        var path = $"{folder}/{NameOf(item)}{Extension}";
        if (Libc.TryFacts(path, What) is null)
        {
            MakeFolders(folder);
            var next = $"{path}.{Guid.NewGuid():n}";
            DurableFiles.WriteNew(next, ContentOf(item), What);
            Libc.Rename(next, path, What);
        }

        // Also for an item that was there: whoever wrote it may have died before this flush.
        Libc.FlushFolder(folder, What);
    }

    private static void Remove(string folder, IReadOnlyList<string> origins)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (var path in Directory.GetFiles(folder, $"*{Extension}*"))
        {
            var isWhole = path.EndsWith(Extension, StringComparison.Ordinal);
            var source = TryReadHead(path)?.Source;
            if (source is null ? !isWhole : origins.Any(o => QuarantinedItem.ComesFrom(source, o)))
            {
                Libc.Unlink(path, What);
            }
        }

        Libc.FlushFolder(folder, What);
    }

    private static string NameOf(QuarantinedItem item)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(item.Source));
        hash.AppendData([0]);
        hash.AppendData(item.Content.Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static byte[] ContentOf(QuarantinedItem item)
    {
        var head = JsonSerializer.SerializeToUtf8Bytes(new Head(item.Source, item.Reason, item.KeptAt));
        return [.. head, (byte)'\n', .. item.Content.Span];
    }

    private static T Answer<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw JsonErrors.NotListed(e);
        }
    }

    private static List<(string Path, Head Head)> ReadHeads(string folder)
    {
        var heads = new List<(string, Head)>();
        if (!Directory.Exists(folder))
        {
            return heads;
        }

        foreach (var path in Directory.EnumerateFiles(folder, "*" + Extension))
        {
            if (TryReadHead(path) is { } head)
            {
                heads.Add((path, head));
            }
        }

        return heads;
    }

    private static Head? TryReadHead(string path)
    {
        var descriptor = Libc.Open(path, Libc.ReadOnly, What);
        try
        {
            var bytes = new byte[HeadBytesMax];
            var text = bytes.AsSpan(0, Libc.Read(descriptor, bytes, What));
            var end = text.IndexOf((byte)'\n');
            return end < 0 ? null : JsonSerializer.Deserialize<Head>(text[..end]);
        }
        catch (JsonException)
        {
            // Not a file of ours.
            return null;
        }
        finally
        {
            Libc.CloseQuietly(descriptor);
        }
    }

    private void MakeFolders(string folder)
    {
        DurableFiles.MakeFolders(folder, "the quarantine folder");
        for (var made = Path.GetDirectoryName(folder)!; made.Length >= Path.GetDirectoryName(_folder)!.Length;
            made = Path.GetDirectoryName(made)!)
        {
            Libc.FlushFolder(made, "the quarantine folder");
        }
    }

    private string FolderOf(string owner) => $"{_folder}/{KeyEncoding.Encode([owner])}";

    private sealed record Head(string Source, string Reason, DateTimeOffset KeptAt);
}
