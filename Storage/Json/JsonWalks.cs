using System.Runtime.CompilerServices;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json;

/// <summary>Walks the records of a component: lists their files first, then looks at them in order.</summary>
internal sealed class JsonWalks(string root, Func<Component, RecordReader> readerOf)
{
    /// <summary>A walk gives its thread back after this many records.</summary>
    private const int RecordsAtOnce = 64;

    /// <summary>So many bodies of any size may lie in memory for each thread of a walk.</summary>
    private const int BodiesAtOnce = 32;

    /// <summary>Each record's revision.</summary>
    public IAsyncEnumerable<RecordHeader> HeadersAsync(
        Component component, string keyPrefix, RecordCursor after, CancellationToken cancellation)
        => LooksAsync(component, keyPrefix, after, RecordsAtOnce, FullPace.Instance, HeaderOf, cancellation);

    /// <summary>Each record's hash.</summary>
    public IAsyncEnumerable<RecordDigest> DigestsAsync(
        Component component, RecordCursor after, IWalkPace pace, CancellationToken cancellation)
        => PartsAsync(
            component, "", after, RecordsAtOnce, pace, DigestLooks.TryLook, DigestLooks.Of, cancellation);

    /// <summary>All that is to be told of each record, as whoever walks needs it.</summary>
    public IAsyncEnumerable<T> BodiesAsync<T>(
        Component component, string keyPrefix, RecordCursor after, IWalkPace pace,
        Func<RecordKey, RecordLook, T> tell, CancellationToken cancellation)
        => LooksAsync(component, keyPrefix, after, BodiesAtOnce, pace, tell, cancellation);

    private static RecordHeader HeaderOf(RecordKey key, RecordLook look)
        => look is { Damage: null, Record: { } record }
            ? new(key, record.Revision, record.IsTombstone)
            : new(key, Revision.None, IsTombstone: false);

    private IAsyncEnumerable<T> LooksAsync<T>(
        Component component, string keyPrefix, RecordCursor after, int atOnce, IWalkPace pace,
        Func<RecordKey, RecordLook, T> tell, CancellationToken cancellation)
    {
        return PartsAsync(component, keyPrefix, after, atOnce, pace, TryLook, tell, cancellation);

        bool TryLook(ListedRecord record, byte[] buffer, out T told)
        {
            var look = PlainFiles.TryLookAtOnce(record, buffer);
            told = look is { Plain: not null } found ? tell(record.Key, found) : default!;
            return look is { Plain: not null };
        }
    }

    private async IAsyncEnumerable<T> PartsAsync<T>(
        Component component, string keyPrefix, RecordCursor after, int atOnce, IWalkPace pace,
        WalkLooks.TryLook<T> tryLook, Func<RecordKey, RecordLook, T> tell,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var reader = readerOf(component);
        var records = await ListAsync(reader, component, keyPrefix, after, pace, cancellation);
        await foreach (var picked in ParallelLooks.WalkAsync(
            reader, records, atOnce, atOnce > BodiesAtOnce, pace,
            (from, to) => WalkLooks.Look(reader, records, from, to, tryLook, tell, cancellation), cancellation))
        {
            yield return picked;
        }
    }

    private async Task<IReadOnlyList<ListedRecord>> ListAsync(
        RecordReader reader, Component component, string keyPrefix, RecordCursor after, IWalkPace pace,
        CancellationToken cancellation)
    {
        try
        {
            var walk = new RecordWalk(root, component, keyPrefix, after);
            var folders = await reader.ListAsync(walk.Folders, cancellation);
            var threads = pace.IsGentle ? 1 : 2 * Environment.ProcessorCount;
            var parts = folders.Chunk(Math.Max(1, (folders.Count + threads - 1) / threads));
            var listed = await Task.WhenAll(
                parts.Select(part => reader.ListAsync(() => walk.RecordsIn(part, cancellation), cancellation)));
            return RecordWalk.InOrder(listed);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            throw JsonErrors.ReadFailed(component, e);
        }
    }
}
