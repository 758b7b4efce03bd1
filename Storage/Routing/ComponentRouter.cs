using HybridOrleans.Storage.Cache;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Migration.Views;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Repair;
using Microsoft.Extensions.Logging;

namespace HybridOrleans.Storage.Routing;

/// <summary>Applies the <see cref="PhaseTable"/> to the calls of one component.</summary>
internal sealed class ComponentRouter
{
    private readonly Component _component;
    private readonly IMigrationSides _sides;
    private readonly IMigrationViews _views;
    private readonly TimeProvider _time;
    private readonly MigrationTestHooks _hooks;
    private readonly RoutedCalls _calls;
    private readonly FollowerMirror _mirror;
    private readonly FollowerReads _reads;
    private readonly CachedReads _cached;
    private readonly Func<RedisRecordCache?> _cache;

    public ComponentRouter(
        Component component,
        IMigrationSides sides,
        IMigrationViews views,
        TimeProvider time,
        ILogger logger,
        MigrationTestHooks hooks,
        Func<RedisRecordCache?> cache)
    {
        _component = component;
        _sides = sides;
        _views = views;
        _time = time;
        _hooks = hooks;
        _cache = cache;
        _cached = new CachedReads(component, time, hooks);
        _calls = new RoutedCalls(views, time, hooks);
        var follower = new FollowerCalls(Statistics, time);
        _mirror = new FollowerMirror(component, sides, follower, Statistics, time, logger, hooks);
        _reads = new FollowerReads(component, sides, follower, _mirror, Statistics, logger, hooks);
    }

    /// <summary>What was met so far.</summary>
    public RouteStatistics Statistics { get; } = new();

    /// <summary>What was acknowledged during a rehearsal.</summary>
    public WriteWitness Witness { get; } = new();

    /// <summary>Ends when no comparison and no healing is under way.</summary>
    public Task WhenIdleAsync() => _reads.Pieces.WhenIdleAsync();

    /// <summary>As <see cref="IRecordStore.ReadAsync"/>, with the epoch of the view.</summary>
    public ValueTask<StoredRecord?> ReadAsync(RecordKey key, CancellationToken cancellation)
        => CountAsync(view => ReadAsync(view, key, cancellation), cancellation);

    /// <summary>As <see cref="IMigratableStore.StampAsync"/> of the root, with the epoch of the view.</summary>
    public ValueTask<RecordStamp?> StampAsync(RecordKey key, CancellationToken cancellation)
        => CountAsync(view => RootOf(view).StampAsync(key, view.Epoch, cancellation), cancellation);

    /// <summary>As <see cref="IRecordStore.WriteAsync"/>, with the epoch of the view.</summary>
    public ValueTask<WriteResult> WriteAsync(RecordWrite write, CancellationToken cancellation)
        => CountAsync(view => WriteAsync(view, write, cancellation), cancellation);

    /// <summary>As <see cref="IRecordRepair.AdoptAsync"/>, with the epoch of the view; the follower hears it.</summary>
    /// <exception cref="StoreUnavailableException">JSON, where people edit, does not decide. Nothing was adopted.
    /// </exception>
    public ValueTask<Revision> AdoptAsync(IRecordRepair repair, RecordKey key, CancellationToken cancellation)
        => _calls.RunAsync(_component, async view =>
        {
            if (RootSideOf(view) != Side.Json)
            {
                throw new StoreUnavailableException(
                    $"PostgreSQL decides about '{_component}' now ({view.Phase}), and the files are no more than a "
                    + "copy. Nothing was adopted. Write the record anew, or repair the copy.");
            }

            var adopted = await repair.AdoptAsync(key, view.Epoch, cancellation);
            if (await RootOf(view).ReadAsync(key, view.Epoch, cancellation) is { } record)
            {
                await FollowAsync(RecordCopy.Of(key, record, view.Epoch));
            }

            return adopted;
        }, cancellation);

    /// <summary>The root of a fresh view, for walks and fences.</summary>
    public async ValueTask<IMigratableStore> RootAsync(CancellationToken cancellation)
        => RootOf(await _calls.FreshAsync(_component, cancellation));

    private async ValueTask<T> CountAsync<T>(Func<MigrationView, ValueTask<T>> call, CancellationToken cancellation)
    {
        var started = _time.GetTimestamp();
        Statistics.AddCall();
        try
        {
            return await _calls.RunAsync(_component, call, cancellation);
        }
        catch
        {
            Statistics.AddError();
            throw;
        }
        finally
        {
            Statistics.Live.Add(_time.GetElapsedTime(started));
        }
    }

    private async ValueTask<StoredRecord?> ReadAsync(
        MigrationView view, RecordKey key, CancellationToken cancellation)
    {
        view = _hooks.Bug == MigrationBug.UnfencedRead ? view with { Epoch = new Epoch(long.MaxValue) } : view;
        var root = RootOf(view);
        var rule = PhaseTable.Of(view.Phase);
        if (rule.IsCacheInFront && _cache() is { } inFront)
        {
            return await _cached.ReadAsync(inFront, view, root, key, cancellation);
        }

        var record = await ReadAsync(view, rule, root, key, cancellation);
        if (record is not null)
        {
            _cache()?.Put(key, record);
        }

        return record;
    }

    private async ValueTask<StoredRecord?> ReadAsync(
        MigrationView view, PhaseRule rule, IMigratableStore root, RecordKey key, CancellationToken cancellation)
    {
        var reads = view.IsInShare(key) ? rule.Reads : ActivationReads.Root;
        if (reads == ActivationReads.FollowerIfEqual)
        {
            return await _reads.ReadEqualAsync(view, root, key, cancellation);
        }

        StoredRecord? record;
        try
        {
            record = await root.ReadAsync(key, view.Epoch, cancellation);
        }
        catch (StoreUnavailableException) when (_hooks.Bug == MigrationBug.FallBackInRampDown)
        {
            return await _sides.SidesOf(_component).Json!.ReadAsync(key, new Epoch(long.MaxValue), cancellation);
        }

        if (reads == ActivationReads.RootAndCompare)
        {
            _reads.CompareLater(view, root, key);
        }

        return record;
    }

    private async ValueTask<WriteResult> WriteAsync(
        MigrationView view, RecordWrite write, CancellationToken cancellation)
    {
        var epoch = _hooks.Bug == MigrationBug.UnfencedWrite ? new Epoch(long.MaxValue) : view.Epoch;
        var routed = write with { Epoch = epoch };
        var root = RootOf(view);
        if (_hooks.Bug == MigrationBug.PostgresFirst && IsMirrored(view))
        {
            await _mirror.MirrorAsync(Side.Postgres, CopyOf(routed, write.Expected.Next, view));
        }

        WriteResult result;
        try
        {
            result = await root.WriteAsync(routed, cancellation);
        }
        catch (Exception e) when (
            e is OutcomeUnknownException or OperationCanceledException && IsMirrored(view))
        {
            // The root may have it and nobody may ever ask again, so that only the debt can tell.
            await _mirror.TryOweAsync();
            throw;
        }

        if (!result.Accepted && _hooks.Bug != MigrationBug.MirrorConflict)
        {
            return result;
        }

        _hooks.Probe?.Reached(MigrationPoints.AfterRoot);
        if (result.Accepted && result.Revision != write.Expected)
        {
            _cache()?.Put(
                write.Key,
                new StoredRecord { Revision = result.Revision, WriteId = write.WriteId, Body = write.Body });
        }

        // A delete of what is not there has made no revision that could be mirrored, and PostgreSQL as the root has
        // listed the change for JSON in the same transaction.
        if (result.Revision != write.Expected && RootSideOf(view) == Side.Json)
        {
            var copy = CopyOf(routed, write.Expected.Next, view);
            await FollowAsync(copy);
            if (view.IsRehearsal)
            {
                Witness.Add(new RecordDigest(copy.Key, copy.Revision, copy.Body?.Hash));
            }
        }

        return result;
    }

    /// <summary>Does for the follower what an acknowledgement needs by the newest view.</summary>
    /// <remarks>
    /// The newest, not the one that the write was routed by: between the two the component may have begun to be written
    /// twice, and a synchronisation relies on every write acknowledged after that being mirrored or owed.
    /// </remarks>
    private async ValueTask FollowAsync(RecordCopy copy)
    {
        MigrationView newest;
        try
        {
            newest = await _calls.FreshAsync(_component, CancellationToken.None);
        }
        catch (StoreUnavailableException e)
        {
            await _mirror.OweAsync(Side.Postgres, e);
            return;
        }

        // After a switch of the root the keys changed before it were copied under the seal.
        if (RootSideOf(newest) == Side.Json && IsMirrored(newest))
        {
            await _mirror.MirrorAsync(Side.Postgres, copy);
        }
    }

    private static RecordCopy CopyOf(RecordWrite write, Revision revision, MigrationView view) => new()
    {
        Key = write.Key,
        Revision = revision,
        WriteId = write.WriteId,
        Body = write.Body,
        Epoch = view.Epoch,
    };

    private static bool IsMirrored(MigrationView view)
        => PhaseTable.Of(view.Phase).FollowerWrites == FollowerWrites.BeforeAcknowledgement;

    private static Side RootSideOf(MigrationView view) => PhaseTable.Of(view.Phase).Root;

    private IMigratableStore RootOf(MigrationView view)
        => _sides.SidesOf(_component)[RootSideOf(view)] ?? throw new StoreUnavailableException(
            $"'{_component}' lives in {RootSideOf(view)} ({view.Phase}), which is not attached to this silo. Nothing "
            + "was read or written; repeat later, and check the connection settings of this silo.");
}
