using HybridOrleans.Storage.Cache;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Views;
using HybridOrleans.Storage.Quarantine;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Erasing;

/// <summary>Takes away what deleted records leave in each store and in the cache, in every phase.</summary>
/// <remarks>
/// <para>
/// A store that is not the root may hold what the root has deleted, in any phase: the follower that owes a write, the
/// database after a way back to <c>Off</c>, the files after <c>Complete</c>. It gets the root's present record, put if
/// newer, which is what a synchronisation would bring.
/// </para>
/// <para>
/// Each call ends only when the store has confirmed that nothing is left, and may be repeated at any time. A record
/// that was written since stays as it is. Safe for many callers at once.
/// </para>
/// </remarks>
public sealed class Leftovers
{
    private readonly IMigrationSides _sides;
    private readonly IMigrationViews _views;
    private readonly Func<bool> _isPostgresKnown;
    private readonly Func<RedisRecordCache?> _cache;
    private readonly TimeProvider _time;

    internal Leftovers(
        IMigrationSides sides, IMigrationViews views, Func<bool> isPostgresKnown, Func<RedisRecordCache?> cache,
        TimeProvider time)
    {
        _sides = sides;
        _views = views;
        _isPostgresKnown = isPostgresKnown;
        _cache = cache;
        _time = time;
    }

    /// <summary>Clears one of the two stores.</summary>
    /// <param name="side">Which one. One that this deployment does not have is clear.</param>
    /// <param name="erased">What was deleted.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <exception cref="StoreUnavailableException">Something may be left: the store, or the root, gave no answer, or
    /// holds what only a repair can resolve. Repeat the call.</exception>
    /// <exception cref="StaleEpochException">A switch of the root is under way. Repeat the call.</exception>
    /// <exception cref="DamagedRecordException">A record is damaged; repair it and repeat the call.</exception>
    public async ValueTask ClearAsync(Side side, ErasedRecords erased, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(erased);
        if (_sides.FixedStoreOf(erased.Component) is { } fixedStore)
        {
            if (side == Side.Json && fixedStore is IMigratableStore only)
            {
                await ClearAsync(
                    only, only, erased, await ErasedKeys.ReadAsync(erased, [only], cancellation), cancellation);
            }

            return;
        }

        var sides = _sides.SidesOf(erased.Component);
        if (sides[side] is not { } store)
        {
            if (side == Side.Postgres && _isPostgresKnown())
            {
                throw new StoreUnavailableException(
                    "PostgreSQL is not attached to this silo, and may hold what is to be forgotten. Nothing was taken "
                    + "away there; it goes on when the server answers.");
            }

            return;
        }

        var view = await _views.RefreshAsync(erased.Component, cancellation);
        var root = sides[PhaseTable.Of(view.Phase).Root] ?? throw new StoreUnavailableException(
            $"The root of '{erased.Component}' is not attached to this silo. Repeat later.");
        var keys = await ErasedKeys.ReadAsync(erased, store == root ? [root] : [root, store], cancellation);
        if (store != root)
        {
            await new Follow(view, root, store).RunAsync(keys, cancellation);
        }

        await ClearAsync(root, store, erased, keys, cancellation);
    }

    /// <summary>Puts what the root holds now into the cache, in the place of everything older.</summary>
    /// <param name="erased">What was deleted.</param>
    /// <param name="deletedAt">When it was. A cache that gives no answer is clear once an entry's TTL has passed.
    /// </param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <exception cref="StoreUnavailableException">The root or the cache gave no answer. Repeat the call.</exception>
    public async ValueTask ClearCacheAsync(
        ErasedRecords erased, DateTimeOffset deletedAt, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(erased);
        if (_cache() is not { } cache || _sides.FixedStoreOf(erased.Component) is not null)
        {
            return;
        }

        var view = await _views.RefreshAsync(erased.Component, cancellation);
        var sides = _sides.SidesOf(erased.Component);
        var root = sides[PhaseTable.Of(view.Phase).Root] ?? throw new StoreUnavailableException(
            $"The root of '{erased.Component}' is not attached to this silo. Repeat later.");
        var isOver = _time.GetUtcNow() - deletedAt >= cache.TtlOf(erased.Component);
        foreach (var key in await ErasedKeys.ReadAsync(erased, [root], cancellation))
        {
            if (await root.ReadAsync(key, view.Epoch, cancellation) is { } record
                && !await cache.TryReplaceAsync(key, record) && !isOver)
            {
                throw new StoreUnavailableException(
                    "Redis did not answer, and may hold an older entry until its TTL is over: "
                    + $"{cache.TtlOf(erased.Component)} after the delete.");
            }
        }
    }

    private static async ValueTask ClearAsync(
        IMigratableStore root, IMigratableStore store, ErasedRecords erased, IReadOnlyList<RecordKey> keys,
        CancellationToken cancellation)
    {
        if (keys.Count > 0)
        {
            await store.PurgeAsync(erased.Component, keys, cancellation);
        }

        if (store.Divergences is { } divergences)
        {
            await divergences.RemoveAsync(erased.Component, [.. keys.Select(k => k.Text)], cancellation);
        }

        await DocumentDivergences.RemoveAsync(erased.Component, keys, root, store, cancellation);
        await store.Quarantine.RemoveAsync(erased.Owner, [.. erased.Origins, .. OriginsOf(erased, keys)], cancellation);
        await ItemsOfMany.RemoveAsync(store.Quarantine, erased, cancellation);
    }

    private static IEnumerable<string> OriginsOf(ErasedRecords erased, IReadOnlyList<RecordKey> keys)
        => erased.AreShared ? [] : keys.SelectMany(key => new[]
        {
            RecordSource.WithOwner(key), RecordSource.WithoutOwner(key),
        });
}
