using HybridOrleans.Grains.Errors;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Logs;

namespace HybridOrleans.Grains.Logs;

/// <summary>The changes of one activation's log: one at a time, and an append takes along what has waited.</summary>
/// <remarks>
/// <para>
/// Entries are stored in the order in which they came; where one of a batch is not stored, none after it is. What the
/// append says is thrown to every batch of which something was offered.
/// </para>
/// <para>Used by one activation only, on its scheduler.</para>
/// </remarks>
/// <param name="append">Appends the first of some entries, at least one, and gives their receipts.</param>
internal sealed class AppendQueue(Func<IReadOnlyList<LogEntry>, ValueTask<IReadOnlyList<LogReceipt>>> append)
{
    private readonly List<PendingBatch> _waiting = [];
    private int _waitingCount;

    // Ends when the last change that was asked for has ended; it never fails.
    private Task _lastTurn = Task.CompletedTask;

    /// <summary>How many entries are offered to the log at once; it takes what it has room for.</summary>
    public required int OfferedMax { get; init; }

    /// <summary>How many entries may wait. A batch that finds the queue full is refused, and its caller comes again.
    /// </summary>
    /// <value>No bound.</value>
    public int WaitingMax { get; init; } = int.MaxValue;

    /// <summary>What a caller is told of a batch of which a part is stored.</summary>
    /// <value>The error of the rest as it is.</value>
    public PartError OfPart { get; init; } = PartError.AsItIs;

    /// <summary>Appends a batch, together with others that wait.</summary>
    /// <param name="entries">At least one.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <exception cref="HybridException">
    /// Nothing of the batch was written, or it is not known how much of it.
    /// </exception>
    /// <exception cref="OperationCanceledException">Some may be stored, or may still be.</exception>
    public async ValueTask<IReadOnlyList<LogReceipt>> AppendAsync(
        IReadOnlyList<LogEntry> entries, CancellationToken cancellation)
    {
        if (_waitingCount > 0 && _waitingCount > WaitingMax - entries.Count)
        {
            throw new DataUnavailableException(
                $"{_waitingCount:N0} entries wait to be stored, and {entries.Count:N0} more are refused: they come "
                + $"faster than the store writes. Nothing was written. Repeat the call later.");
        }

        var batch = new PendingBatch(entries, OfPart, cancellation);
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
        Drop(batch => batch.IsGivenUp);
        PendingBatch[] batches = [.. Offered()];
        LogEntry[] offered = [.. batches.SelectMany(b => b.Open).Take(OfferedMax)];
        if (offered.Length == 0)
        {
            return;
        }

        try
        {
            Distribute(batches, await append(offered));
        }
        catch (Exception e)
        {
            var error = StorageErrors.OfWrite(e);
            foreach (var batch in batches)
            {
                batch.Fail(error);
            }
        }

        Drop(batch => batch.IsOver);
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
        }
    }

    /// <summary>The oldest batches, of each of which something is offered.</summary>
    private IEnumerable<PendingBatch> Offered()
    {
        var before = 0;
        foreach (var batch in _waiting)
        {
            if (before >= OfferedMax)
            {
                yield break;
            }

            before += batch.OpenCount;
            yield return batch;
        }
    }

    /// <summary>Lets batches wait no more.</summary>
    private void Drop(Predicate<PendingBatch> isOver)
        => _waiting.RemoveAll(batch =>
        {
            var drops = isOver(batch);
            _waitingCount -= drops ? batch.OpenCount : 0;
            return drops;
        });
}
