using HybridOrleans.Grains.Errors;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Leases;
using HybridOrleans.Storage.Logs;
using Microsoft.Extensions.Logging;

namespace HybridOrleans.Grains.Conversations;

/// <summary>
/// What one activation holds of its conversation: the last messages that a store has confirmed, and nothing else.
/// </summary>
/// <remarks>
/// Messages on their way to the store are not here. Changes run one at a time, and appends that wait for their turn
/// share the next compare-and-set. After a change of unknown outcome the activation remembers nothing any more. Used by
/// one activation only, on its scheduler.
/// </remarks>
internal sealed class ConversationMemory(IRecordLog log, ViewLease lease, TimeProvider time, ILogger logger)
{
    /// <summary>
    /// How many waiting messages are offered to the log at once; it takes what one segment has room for.
    /// </summary>
    private const int OfferedMax = 64;

    private readonly List<PendingAppend> _waiting = [];

    // Ends when the last change that was asked for has ended; it never fails.
    private Task _lastTurn = Task.CompletedTask;

    /// <summary>The newest acknowledged state; null when the store must be asked.</summary>
    public Conversation? Known { get; private set; }

    /// <summary>The revision of the furthest state that was acknowledged or read.</summary>
    public long SeenRevision => log.Seen.Version;

    /// <summary>True after a change whose outcome is not known: this activation remembers nothing any more.</summary>
    public bool IsRetired { get; private set; }

    /// <summary>How long ago the store confirmed a state.</summary>
    public TimeSpan AgeOf(Conversation conversation) => time.GetElapsedTime(conversation.ConfirmedAt);

    /// <summary>Asks the store, by a read that begins now.</summary>
    /// <param name="read">The read.</param>
    /// <param name="reachesEnd">True when it gives the last messages.</param>
    /// <exception cref="HybridException">The store did not answer, or its answer cannot be true.</exception>
    public async ValueTask<(LogHead Head, ConversationMessage[] Messages)> ReadAsync(
        Func<IRecordLog, ValueTask<LogReading>> read, bool reachesEnd)
    {
        var begun = time.GetTimestamp();
        try
        {
            var reading = await read(log);
            ConversationMessage[] messages = [.. reading.Entries.Select(MessageEntry.Read)];
            if (reachesEnd)
            {
                Adopt(Conversation.Of(reading, messages, begun));
            }

            return (reading.Head, messages);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.ConversationReadFailed(logger, StorageErrors.Describe(e));
            throw StorageErrors.OfRead(e);
        }
    }

    /// <summary>Asks the store whether what is remembered is still the end of the conversation.</summary>
    /// <param name="known">What is remembered.</param>
    /// <returns>What is known then, which may be newer; null when the store must be read.</returns>
    /// <exception cref="HybridException">The store did not answer, or its answer cannot be true.</exception>
    public async ValueTask<Conversation?> ConfirmAsync(Conversation known)
    {
        var begun = time.GetTimestamp();
        LogHead head;
        try
        {
            head = await lease.AskRootAsync(() => log.ReadHeadAsync(CancellationToken.None));
        }
        catch (Exception e)
        {
            Log.ConversationReadFailed(logger, StorageErrors.Describe(e));
            throw StorageErrors.OfRead(e);
        }

        if (ReferenceEquals(Known, known) && known.Head == head)
        {
            Known = known with { ConfirmedAt = begun };
        }

        return Known?.Head.Version >= head.Version ? Known : null;
    }

    /// <summary>True when what is remembered answers without a question.</summary>
    public bool Covers(Conversation known) => lease.Covers(known.ConfirmedAt, time.GetTimestamp());

    /// <summary>Appends entries in their order, together with others that wait.</summary>
    /// <exception cref="HybridException">
    /// The first entry that is not stored was not written, or its outcome is unknown; none after it is stored.
    /// </exception>
    /// <exception cref="OperationCanceledException">The messages may be stored, or may still be.</exception>
    public async ValueTask<IReadOnlyList<LogReceipt>> AppendAsync(
        IReadOnlyList<LogEntry> entries, CancellationToken cancellation)
    {
        var pending = new PendingAppend(entries, cancellation);
        _waiting.Add(pending);
        while (!pending.IsOver)
        {
            cancellation.ThrowIfCancellationRequested();
            // Whoever was before may have taken this message along. A turn goes on when its caller has given up.
            await InTurnAsync(() => pending.IsOver ? default : AppendWaitingAsync()).WaitAsync(cancellation);
        }

        return pending.Result();
    }

    /// <summary>Deletes everything that was acknowledged before.</summary>
    /// <returns>How many messages this call deleted.</returns>
    /// <exception cref="HybridException">Nothing was deleted, or the outcome is unknown.</exception>
    /// <exception cref="OperationCanceledException">It may have happened.</exception>
    public async ValueTask<long> DeleteAsync(CancellationToken cancellation)
    {
        var deleted = 0L;
        await InTurnAsync(async () => deleted = await DeleteNowAsync(cancellation)).WaitAsync(cancellation);
        return deleted;
    }

    private async ValueTask<long> DeleteNowAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            Known = null;
            return await log.DeleteAsync(cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            throw Failed(e);
        }
        finally
        {
            // A read beside the delete may have taken up what was there before it.
            Known = null;
        }
    }

    /// <summary>Runs a change after those that were asked for before.</summary>
    private async Task InTurnAsync(Func<ValueTask> change)
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

    /// <summary>Sends the oldest messages that wait, as many as one compare-and-set takes.</summary>
    private async ValueTask AppendWaitingAsync()
    {
        // Who gave up before his message was sent must not find it stored later.
        _waiting.RemoveAll(p => p.IsGivenUp);
        if (_waiting.Count == 0)
        {
            return;
        }

        (PendingAppend Pending, LogEntry Entry)[] offered =
            [.. _waiting.SelectMany(p => p.Rest, (pending, entry) => (pending, entry)).Take(OfferedMax)];
        var begun = time.GetTimestamp();
        try
        {
            var receipts = await log.AppendAsync([.. offered.Select(p => p.Entry)], CancellationToken.None);
            Remember(offered, receipts, begun);
            for (var i = 0; i < receipts.Count; i++)
            {
                offered[i].Pending.End(receipts[i]);
            }

            _waiting.RemoveAll(p => p.IsOver);
        }
        catch (Exception e)
        {
            var error = Failed(e);
            foreach (var (pending, _) in offered)
            {
                pending.Fail(error);
            }

            _waiting.RemoveAll(p => p.IsOver);
        }
    }

    private void Remember(
        (PendingAppend Pending, LogEntry Entry)[] offered, IReadOnlyList<LogReceipt> receipts, long begun)
    {
        if (Known is not { } known)
        {
            return;
        }

        // A read beside the append may have taken some of it up already.
        var added = receipts.Zip(offered, (receipt, offer) => (Receipt: receipt, offer.Entry))
            .Where(a => a.Receipt.IsNew && a.Receipt.Sequence >= known.Head.Next)
            .Select(a => MessageEntry.Read(new(a.Receipt.Sequence, a.Entry)));
        Known = known.With([.. added], begun);
    }

    /// <summary>The error for callers, after which nothing doubtful is remembered.</summary>
    private HybridException Failed(Exception error)
    {
        if (!StorageErrors.NothingWasWritten(error))
        {
            IsRetired = true;
            Known = null;
        }

        Log.ConversationWriteFailed(logger, StorageErrors.Describe(error));
        return StorageErrors.OfWrite(error);
    }

    /// <summary>Answers never go back: a read that was overtaken by a change yields to it.</summary>
    private void Adopt(Conversation read)
    {
        if (!IsRetired && read.Head.First >= log.Seen.First && read.Head.Next >= log.Seen.Next)
        {
            Known = read;
        }
    }
}
