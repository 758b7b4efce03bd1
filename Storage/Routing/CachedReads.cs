using HybridOrleans.Storage.Cache;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Views;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Routing;

/// <summary>Reads with the cache in front of the root: the cache has the body, and the root the word.</summary>
/// <remarks>
/// Both are asked at once. An entry answers if the root, asked by this very read and under the fence of its view, notes
/// the same revision of the same write with the same hash; so it is as good as the root's own body at that moment, and
/// nothing that happens to the cache can make an answer older. Everything else is a miss: the root is read.
/// </remarks>
internal sealed class CachedReads(Component component, TimeProvider time, MigrationTestHooks hooks)
{
    /// <summary>Reads a key with the cache in front of the root.</summary>
    public async ValueTask<StoredRecord?> ReadAsync(
        RedisRecordCache cache, MigrationView view, IMigratableStore root, RecordKey key,
        CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        var record = cache.IsAnswering
            ? await ReadBothAsync(cache, view, root, key, cancellation)
            : await ReadRootAsync(cache, view, root, key, cancellation);
        cache.Metrics.Took(component, record is { IsFromCache: true }, time.GetElapsedTime(started));
        return record;
    }

    private async ValueTask<StoredRecord?> ReadBothAsync(
        RedisRecordCache cache, MigrationView view, IMigratableStore root, RecordKey key,
        CancellationToken cancellation)
    {
        var asked = cache.GetAsync(key);
        if (hooks.Bug == MigrationBug.ServeCacheUnchecked && await asked is { } unconfirmed)
        {
            return unconfirmed.ToRecord();
        }

        var stamp = await root.StampAsync(key, view.Epoch, cancellation);
        var entry = await asked;
        if (entry is null)
        {
            cache.Metrics.Miss(component);
        }
        else if (stamp is not null && Matches(entry, stamp))
        {
            cache.Metrics.Hit(component);
            return entry.ToRecord();
        }
        else
        {
            cache.Metrics.Stale(component);
        }

        // Where the root holds no body, its stamp is the whole record.
        var record = stamp is null ? null
            : stamp.IsTombstone
            ? new StoredRecord { Revision = stamp.Revision, WriteId = stamp.WriteId, Body = null }
            : await root.ReadAsync(key, view.Epoch, cancellation);
        if (record is not null)
        {
            cache.Put(key, record, replacesNewer: entry?.Revision > record.Revision);
        }

        return record;
    }

    private static async ValueTask<StoredRecord?> ReadRootAsync(
        RedisRecordCache cache, MigrationView view, IMigratableStore root, RecordKey key,
        CancellationToken cancellation)
    {
        var record = await root.ReadAsync(key, view.Epoch, cancellation);
        if (record is not null)
        {
            cache.Put(key, record);
        }

        return record;
    }

    private bool Matches(CacheEntry entry, RecordStamp stamp) => hooks.Bug switch
    {
        MigrationBug.IgnoreTheHashOfTheCache => entry.Revision == stamp.Revision,
        _ => entry.Matches(stamp),
    };
}
