using HybridOrleans.Grains.Errors;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Logs;

namespace HybridOrleans.Grains.Logs;

/// <summary>The batches that one activation appends to its log: one write at a time, which takes what has waited.
/// </summary>
/// <remarks>
/// The queue is bounded: a batch that finds it full is refused, and its caller comes again. Used by one activation
/// only, on its scheduler.
/// </remarks>
internal sealed class AppendQueue(IRecordLog log, int offeredMax, int waitingMax)
{
    private readonly List<PendingBatch> _waiting = [];
    private int _waitingCount;

    // Ends when the last change that was asked for has ended; it never fails.
    private Task _lastTurn = Task.CompletedTask;

    /// <summary>Appends a batch, together with others that wait.</summary>
    /// <param name="entries">At least one; each has an id, by which a repetition is recognised.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <exception cref="HybridException">
    /// Nothing of the batch was written, or it is not known how much of it.
    /// </exception>
    /// <exception cref="OperationCanceledException">Some may be stored, or may still be.</exception>
    public async ValueTask<IReadOnlyList<LogReceipt>> AppendAsync(
        IReadOnlyList<LogEntry> entries, CancellationToken cancellation)
    {
        if (_waitingCount > 0 && _waitingCount + entries.Count > waitingMax)
        {
            throw new DataUnavailableException(
                $"{_waitingCount:N0} entries wait to be stored, and {entries.Count:N0} more are refused: they come "
                + $"faster than the store writes. Nothing was written. Repeat the call later.");
        }

        var batch = new PendingBatch(entries, cancellation);
        _waiting.Add(batch);
        _waitingCount += batch.OpenCount;
        while (!batch.IsOver)
        {
            cancellation.ThrowIfCancellationRequested();
            // Whoever was before may have taken this batch along. A turn goes on when its caller has given up.
            await InTurnAsync(() => batch.IsOver ? default : AppendWaitingAsync()).WaitAsync(cancellation);
        }

        return batch.Result();
    }

    /// <summary>Runs a change of the log after those that were asked for before.</summary>
    public async Task InTurnAsync(Func<ValueTask> change)
    {
        var before = _lastTurn;
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _lastTurn = turn.Task;
        await before;
        try
        {
            await change();
        }
        finally
        {
            turn.SetResult();
        }
    }

    /// <summary>Sends the oldest entries that wait, as many as one compare-and-set takes.</summary>
    private async ValueTask AppendWaitingAsync()
    {
        // Who gave up before his entries were sent must not find them stored later.
        foreach (var givenUp in _waiting.Where(b => b.IsGivenUp).ToArray())
        {
            Remove(givenUp);
        }

        PendingBatch[] batches = [.. _waiting];
        LogEntry[] offered = [.. batches.SelectMany(b => b.Open).Take(offeredMax)];
        if (offered.Length == 0)
        {
            return;
        }

        try
        {
            Distribute(batches, await log.AppendAsync(offered, CancellationToken.None));
        }
        catch (Exception e)
        {
            var error = StorageErrors.OfWrite(e);
            foreach (var batch in Offered(batches).ToArray())
            {
                batch.Fail(error);
                Remove(batch);
            }
        }
    }

    private void Distribute(PendingBatch[] batches, IReadOnlyList<LogReceipt> receipts)
    {
        var given = 0;
        foreach (var batch in batches)
        {
            var count = Math.Min(batch.OpenCount, receipts.Count - given);
            batch.End(receipts.Skip(given).Take(count));
            given += count;
            _waitingCount -= count;
            if (batch.IsOver)
            {
                _waiting.Remove(batch);
            }
        }
    }

    /// <summary>The batches of which something was offered.</summary>
    private IEnumerable<PendingBatch> Offered(PendingBatch[] batches)
    {
        var before = 0;
        foreach (var batch in batches)
        {
            if (before >= offeredMax)
            {
                yield break;
            }

            before += batch.OpenCount;
            yield return batch;
        }
    }

    private void Remove(PendingBatch batch)
    {
        if (_waiting.Remove(batch))
        {
            _waitingCount -= batch.OpenCount;
        }
    }
}
