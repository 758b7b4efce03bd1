using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json;

/// <summary>Reads records without taking the lock.</summary>
/// <remarks>
/// <para>
/// The argument. A batch changes the files of a key at most once, and is marked as applied before the next one touches
/// anything. A batch never writes into a file that has a record's name, only into spare ones; a replay of a batch that
/// somebody left unfinished uses new files. So while the mark stands still, at most one batch is in flight, and what
/// a reader opened by its name stays as it was. If the mark is the same before and after both files were read, they
/// were read whole, and together they are the record before or after that one batch; only of a record that comes back
/// while it is looked at they may both seem missing, and that is looked at twice. If it is not, the file may have
/// become a spare one and been overwritten, or record and tombstone may have changed places behind the reader's back:
/// the reader begins again.
/// </para>
/// <para>
/// Where other records are written without a pause, the mark never stands still for as long as a large file takes. Two
/// reads in a row that give the same whole record are then as good: what a file shows before its turn, as the spare one
/// of an unfinished batch, is not what its name shows when it is opened once more.
/// </para>
/// <para>
/// The fence is asked after the files. A file that was read before the fence rose was read before any write in a later
/// epoch could be acknowledged elsewhere. The other order would let the fence rise, and the root move, between the two.
/// </para>
/// <para>
/// A disk that hangs must not hold the caller's thread. What is in memory is read on that thread with calls that refuse
/// to wait; everything else is read on a few threads of our own, and the caller waits for them no longer than its time.
/// The names and the inodes of lock and fence are in memory as long as the files are open.
/// </para>
/// </remarks>
internal sealed class RecordReader(
    ComponentLock mark, Fence fence, string root, string store, TimeProvider time, TimeSpan limit,
    ReadThreads threads, IProbe? probe)
{
    private const int AtOnceBytes = 32 * 1024;

    [ThreadStatic]
    private static byte[]? t_buffer;

    /// <exception cref="DamagedRecordException">A file is not what was written.</exception>
    /// <exception cref="StaleEpochException">The fence is above the epoch.</exception>
    /// <exception cref="StoreUnavailableException">The root is not where it was, or no answer.</exception>
    public ValueTask<StoredRecord?> ReadAsync(RecordKey key, Epoch epoch, CancellationToken cancellation)
        => TryLookAtOnce(key) is { } look && fence.TryReadAtOnce(t_buffer!) is { } lowest
            ? new(Answer(key, epoch, look, lowest))
            : new(OnThreadAsync(
                key.Component,
                () =>
                {
                    var found = Look(key, cancellation);
                    return Answer(key, epoch, found, fence.Read());
                },
                cancellation));

    /// <summary>Asks the disk for something else than a record, on a thread that may hang.</summary>
    /// <exception cref="StoreUnavailableException">The root is not where it was, or no answer.</exception>
    public Task<T> AskAsync<T>(Component component, Func<T> ask, CancellationToken cancellation)
        => OnThreadAsync(
            component,
            () =>
            {
                var answer = ask();
                RefuseIfMoved();
                return answer;
            },
            cancellation);

    /// <summary>One look on a thread that may hang. Whoever asks has to go through <see cref="AskAsync"/>.</summary>
    public RecordLook LookHere(RecordKey key, CancellationToken cancellation)
        => TryLookAtOnce(key) ?? Look(key, cancellation);

    /// <summary>Runs looks that never wait for the disk, on a thread that may hang.</summary>
    /// <param name="looks">It gets a pinned array of any content.</param>
    /// <returns>False when a batch came between or the disk has to be asked: then the looks say nothing.</returns>
    public bool TryBetweenBatches(Action<byte[]> looks)
    {
        if (probe is not null)
        {
            return false;
        }

        var buffer = t_buffer ??= GC.AllocateUninitializedArray<byte>(AtOnceBytes, pinned: true);
        var before = mark.TryReadAppliedAtOnce(buffer);
        looks(buffer);
        Interlocked.MemoryBarrier();
        return before is not null && mark.TryReadAppliedAtOnce(buffer) == before;
    }

    /// <summary>Lists something that grows with the store: only cancellation ends the wait for it.</summary>
    public Task<T> ListAsync<T>(Func<T> list, CancellationToken cancellation)
        => threads.RunAsync(
            () =>
            {
                var listed = list();
                RefuseIfMoved();
                return listed;
            },
            Timeout.InfiniteTimeSpan,
            time,
            cancellation);

    private async Task<T> OnThreadAsync<T>(Component component, Func<T> read, CancellationToken cancellation)
    {
        try
        {
            return await threads.RunAsync(read, limit, time, cancellation);
        }
        catch (TimeoutException e)
        {
            throw JsonErrors.ReadNotAnswered(component, limit, e);
        }
    }

    /// <summary>One look that never waits for the disk.</summary>
    /// <returns>Null when the disk has to be asked, or a batch came between.</returns>
    private RecordLook? TryLookAtOnce(RecordKey key)
    {
        if (probe is not null)
        {
            // A probe may stop the thread that it is called on.
            return null;
        }

        var paths = JsonPaths.Of(root, key);
        var buffer = t_buffer ??= GC.AllocateUninitializedArray<byte>(AtOnceBytes, pinned: true);
        if (mark.TryReadAppliedAtOnce(buffer) is not { } before)
        {
            return null;
        }

        var look = PlainFiles.TryLookAtOnce(paths, buffer);
        if (look is { Plain: null, Tombstone: null })
        {
            // As in the other look, a record that comes back must not seem missing.
            look = PlainFiles.TryLookAtOnce(paths, buffer);
        }

        Interlocked.MemoryBarrier();
        return look is not null && mark.TryReadAppliedAtOnce(buffer) == before ? look : null;
    }

    private RecordLook Look(RecordKey key, CancellationToken cancellation)
    {
        var paths = JsonPaths.Of(root, key);
        var started = 0L;
        StoredRecord? last = null;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var before = mark.ReadApplied();
            var look = PlainFiles.Look(paths, probe);
            if (look is { Plain: null, Tombstone: null })
            {
                // A record that comes back takes its place before its tombstone goes. A look that fell between the two
                // found neither; the next one finds the record.
                look = PlainFiles.Look(paths, probe);
            }

            Interlocked.MemoryBarrier();
            var record = look is { Plain.Record: { } plain, Tombstone: null } ? plain : null;
            if (mark.ReadApplied() == before || (record is not null && record == last))
            {
                return look;
            }

            last = record;

            started = started == 0 ? time.GetTimestamp() : started;
            if (time.GetElapsedTime(started) > limit)
            {
                throw JsonErrors.ReadTimeout(key.Component, limit);
            }
        }
    }

    // To be asked after a look: what is not found in a root that is gone is not missing.
    private void RefuseIfMoved() => mark.RefuseIfMoved();

    private StoredRecord? Answer(RecordKey key, Epoch epoch, RecordLook look, Epoch lowest)
    {
        RefuseIfMoved();
        if (epoch.Value < lowest.Value)
        {
            throw StaleEpochException.Below(key.Component, store, epoch, lowest);
        }

        return look.Damage is not null
            ? throw JsonErrors.Damaged(JsonPaths.Of(root, key), look)
            : look.Record;
    }
}
