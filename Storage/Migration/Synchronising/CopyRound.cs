using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Synchronising;

/// <summary>One walk over the root, from a checkpoint to the end.</summary>
/// <remarks>Used once, by one caller.</remarks>
internal sealed class CopyRound(
    MigrationWork work, Throttle throttle, MigrationDocument document, SynchroniseState state,
    Action<WorkProgress> report)
{
    /// <summary>The most records of a batch.</summary>
    public const int BatchRecordsMax = 256;

    private const int BatchBytesMax = 4 * 1024 * 1024;
    private const int CheckpointRecords = 2_000;
    private static readonly TimeSpan CheckpointEvery = TimeSpan.FromSeconds(1);

    private readonly List<RecordCopy> _batch = [];
    private readonly List<Divergence> _divergences = [];
    private readonly long _began = work.Time.GetTimestamp();
    private RecordCursor _cursor = state.Cursor;
    private long _bytes;
    private long _done = state.Done;
    private long _noted = state.Done;
    private long _notedAt = work.Time.GetTimestamp();

    /// <summary>The newest document that was seen.</summary>
    public MigrationDocument Document { get; private set; } = document;

    /// <summary>Walks.</summary>
    /// <returns>True at the end; false when the document no longer says that this walk is to go on.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        var root = work.RootOf(Document);
        await foreach (var (key, record) in root.WalkRecordsAsync(work.Component, _cursor, cancellation))
        {
            Take(key, record);
            if (_batch.Count >= BatchRecordsMax || _bytes >= BatchBytesMax)
            {
                await StoreAsync(cancellation);
                if (IsCheckpointDue() && !await NoteAsync(cancellation))
                {
                    return false;
                }
            }
        }

        await StoreAsync(cancellation);
        return await NoteAsync(cancellation);
    }

    private void Take(RecordKey key, StoredRecord? record)
    {
        _cursor = RecordCursor.After(key);
        _done++;
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

    private async ValueTask StoreAsync(CancellationToken cancellation)
    {
        if (_batch.Count == 0)
        {
            return;
        }

        work.Probe?.Reached(MigrationPoints.SyncBatchRead);
        if (work.Bug == MigrationBug.CheckpointBeforeCopying)
        {
            await NoteAsync(cancellation);
        }

        var began = work.Time.GetTimestamp();
        var copies = _batch.ToArray();
        var results = await work.FollowerOf(Document).PutIfNewerAsync(copies, cancellation);
        work.Probe?.Reached(MigrationPoints.SyncBatchStored);
        for (var i = 0; i < copies.Length; i++)
        {
            await JudgeAsync(copies[i], results[i], cancellation);
        }

        _batch.Clear();
        _bytes = 0;
        var took = work.Time.GetElapsedTime(began);
        await throttle.WaitAsync(copies.Length, took, Document.CopyRateMax, cancellation);
        report(WorkProgress.Of("synchronise", _done, state.Total, _done - state.Done,
            work.Time.GetElapsedTime(_began), throttle.Pause));
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

    private bool IsCheckpointDue()
        => _done - _noted >= CheckpointRecords || work.Time.GetElapsedTime(_notedAt) >= CheckpointEvery;

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
        (_noted, _notedAt) = (_done, work.Time.GetTimestamp());
        work.Probe?.Reached(MigrationPoints.SyncCheckpoint);
        return Document.Synchronise is { IsPaused: false } && Document.Switch is null;
    }

    private MigrationDocument Noted(MigrationDocument seen) => (seen with
    {
        Synchronise = seen.Synchronise! with { Bucket = _cursor.Bucket, KeyText = _cursor.KeyText, Done = _done },
    }).WithDivergences(_divergences);

    private bool IsThisWalk(MigrationDocument seen)
        => seen.Synchronise is { } s && s.StartedAt == state.StartedAt && s.DebtGeneration == state.DebtGeneration
            && seen.Root == Document.Root
            && (seen.Epoch == state.Epoch || work.Bug == MigrationBug.KeepTheCheckpointAcrossEpochs);
}
