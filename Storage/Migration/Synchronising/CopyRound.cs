using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Synchronising;

/// <summary>One walk over the root, from a checkpoint to the end.</summary>
/// <remarks>
/// Used once, by one caller. While batches are stored the next one is read; a checkpoint says no more than what is
/// stored, and so is everything before it.
/// </remarks>
internal sealed class CopyRound(
    MigrationWork work, Throttle throttle, MigrationDocument document, SynchroniseState state,
    Action<WorkProgress> report)
{
    private const int BatchBytesMax = 4 * 1024 * 1024;
    private const int CheckpointRecords = 10_000;
    private static readonly TimeSpan CheckpointEvery = TimeSpan.FromSeconds(1);

    private readonly List<RecordCopy> _batch = [];
    private readonly Queue<StoringBatch> _storing = [];
    private readonly List<Divergence> _divergences = [];
    private readonly long _began = work.Time.GetTimestamp();
    private (RecordKey? Key, long Done) _read = (null, state.Done);
    private (RecordCursor Cursor, long Done) _stored = (state.Cursor, state.Done);
    private long _bytes;
    private long _noted = state.Done;
    private long _notedAt = work.Time.GetTimestamp();

    private (RecordCursor Cursor, long Done) Read
        => (_read.Key is { } key ? RecordCursor.After(key) : state.Cursor, _read.Done);

    /// <summary>The newest document that was seen.</summary>
    public MigrationDocument Document { get; private set; } = document;

    /// <summary>Walks.</summary>
    /// <returns>True at the end; false when the document no longer says that this walk is to go on.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        var root = work.RootOf(Document);
        try
        {
            var walk = root.WalkRecordsAsync(work.Component, state.Cursor, throttle, cancellation);
            await foreach (var (key, record) in walk)
            {
                Take(key, record);
                if (IsBatchFull() && !await PassOnAsync(cancellation))
                {
                    return false;
                }
            }

            if (!await PassOnAsync(cancellation))
            {
                return false;
            }

            await EndStoringAsync(0, cancellation);
            return await NoteAsync(cancellation);
        }
        finally
        {
            // A walk that is left leaves no batch on its way. Their errors are nobody's any more.
            await Task.WhenAll(_storing.Select(batch => (Task)batch.Results))
                .ConfigureAwait(
                    ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    private void Take(RecordKey key, StoredRecord? record)
    {
        _read = (key, _read.Done + 1);
        if (record is null)
        {
            AddDivergence(key, "the root's bytes are damaged; adopt the record there first");
        }
        else if (!(record.IsTombstone && work.Bug == MigrationBug.SkipTombstonesInACopy))
        {
            _batch.Add(RecordCopy.Of(key, record, Document.Epoch));
            _bytes += record.Body?.Utf8.Length ?? 0;
        }
    }

    /// <summary>Waits until another batch may be stored, and begins to store it.</summary>
    /// <returns>False when the document no longer says that this walk is to go on.</returns>
    private async ValueTask<bool> PassOnAsync(CancellationToken cancellation)
    {
        await EndStoringAsync(throttle.PiecesAtOnce - 1, cancellation);
        work.Probe?.Reached(MigrationPoints.SyncBatchRead);
        if (work.Bug == MigrationBug.CheckpointBeforeCopying)
        {
            _stored = Read;
            await NoteAsync(cancellation);
        }

        var copies = _batch.ToArray();
        var results = copies.Length == 0
            ? Task.FromResult<IReadOnlyList<CopyResult>>([])
            : work.FollowerOf(Document).PutIfNewerAsync(copies, cancellation).AsTask();
        _storing.Enqueue(new StoringBatch(copies, results, Read));
        _batch.Clear();
        _bytes = 0;
        return !IsCheckpointDue() || await NoteAsync(cancellation);
    }

    /// <summary>Waits for the oldest batches until no more than some are on their way.</summary>
    private async ValueTask EndStoringAsync(int left, CancellationToken cancellation)
    {
        while (_storing.Count > left)
        {
            var batch = _storing.Peek();
            var results = await batch.Results;
            work.Probe?.Reached(MigrationPoints.SyncBatchStored);
            for (var i = 0; i < batch.Copies.Count; i++)
            {
                await JudgeAsync(batch.Copies[i], results[i], cancellation);
            }

            _storing.Dequeue();
            _stored = batch.Place;
            await throttle.WaitAsync(batch.Copies.Count, Document.CopyRateMax, cancellation);
            report(WorkProgress.Of("synchronise", _stored.Done, state.Total, _stored.Done - state.Done,
                work.Time.GetElapsedTime(_began), throttle.Pause));
        }
    }

    private async ValueTask JudgeAsync(RecordCopy copy, CopyResult result, CancellationToken cancellation)
    {
        switch (result.Outcome)
        {
            case CopyOutcome.Diverged:
                AddDivergence(copy.Key, "the follower has the same revision with other bytes");
                break;
            case CopyOutcome.Damaged:
                AddDivergence(copy.Key, "the follower's bytes are damaged; adopt the record there first");
                break;
            case CopyOutcome.Fenced:
                throw new StoreUnavailableException(
                    $"The follower of '{work.Component}' refuses epoch {copy.Epoch}: the root is being switched.");
            case CopyOutcome.Older:
                // A live write went past this walk, unless the root has no such revision.
                var root = await work.RootOf(Document).ReadAsync(copy.Key, copy.Epoch, cancellation);
                if (root is null || root.Revision < result.Stored)
                {
                    AddDivergence(copy.Key, "the follower is ahead of the root");
                }

                break;
        }
    }

    private void AddDivergence(RecordKey key, string reason)
        => _divergences.Add(new Divergence(key.Text, null, null, reason, work.Time.GetUtcNow()));

    private bool IsBatchFull()
        => _batch.Count >= throttle.PieceRecords(Document.CopyRateMax) || _bytes >= BatchBytesMax;

    private bool IsCheckpointDue()
        => _stored.Done - _noted >= CheckpointRecords || work.Time.GetElapsedTime(_notedAt) >= CheckpointEvery;

    /// <summary>Notes how far it came, in a document that still wants this walk.</summary>
    private async ValueTask<bool> NoteAsync(CancellationToken cancellation)
    {
        var goesOn = true;
        Document = await work.Desk.ChangeAsync(
            seen =>
            {
                goesOn = IsThisWalk(seen);
                return goesOn ? Noted(seen) : null;
            },
            cancellation);
        if (!goesOn)
        {
            return false;
        }

        _divergences.Clear();
        (_noted, _notedAt) = (_stored.Done, work.Time.GetTimestamp());
        work.Probe?.Reached(MigrationPoints.SyncCheckpoint);
        return Document.Synchronise is { IsPaused: false } && Document.Switch is null;
    }

    private MigrationDocument Noted(MigrationDocument seen) => (seen with
    {
        Synchronise = seen.Synchronise! with
        {
            Bucket = _stored.Cursor.Bucket, KeyText = _stored.Cursor.KeyText, Done = _stored.Done,
        },
    }).WithDivergences(_divergences);

    private bool IsThisWalk(MigrationDocument seen)
        => seen.Synchronise is { } s && s.StartedAt == state.StartedAt && s.DebtGeneration == state.DebtGeneration
            && seen.Root == Document.Root
            && (seen.Epoch == state.Epoch || work.Bug == MigrationBug.KeepTheCheckpointAcrossEpochs);
}
