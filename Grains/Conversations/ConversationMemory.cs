using HybridOrleans.Grains.Errors;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Grains.Logs;
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
internal sealed class ConversationMemory
{
    private const int OfferedMax = 64;

    private readonly IRecordLog _log;
    private readonly ViewLease _lease;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly AppendQueue _changes;

    public ConversationMemory(IRecordLog log, ViewLease lease, TimeProvider time, ILogger logger)
    {
        _log = log;
        _lease = lease;
        _time = time;
        _logger = logger;
        _changes = new AppendQueue(AppendNowAsync) { OfferedMax = OfferedMax };
    }

    /// <summary>The newest acknowledged state; null when the store must be asked.</summary>
    public Conversation? Known { get; private set; }

    /// <summary>The revision of the furthest state that was acknowledged or read.</summary>
    public long SeenRevision => _log.Seen.Version;

    /// <summary>True after a change whose outcome is not known: this activation remembers nothing any more.</summary>
    public bool IsRetired { get; private set; }

    /// <summary>How long ago the store confirmed a state.</summary>
    public TimeSpan AgeOf(Conversation conversation) => _time.GetElapsedTime(conversation.ConfirmedAt);

    /// <summary>Asks the store, by a read that begins now.</summary>
    /// <param name="read">The read.</param>
    /// <param name="reachesEnd">True when it gives the last messages.</param>
    /// <exception cref="HybridException">The store did not answer, or its answer cannot be true.</exception>
    public async ValueTask<(LogHead Head, ConversationMessage[] Messages)> ReadAsync(
        Func<IRecordLog, ValueTask<LogReading>> read, bool reachesEnd)
    {
        var begun = _time.GetTimestamp();
        try
        {
            var reading = await read(_log);
            ConversationMessage[] messages = [.. reading.Entries.Select(MessageEntry.Read)];
            if (reachesEnd)
            {
                Adopt(Conversation.Of(reading, messages, begun));
            }

            return (reading.Head, messages);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.ConversationReadFailed(_logger, StorageErrors.Describe(e));
            throw StorageErrors.OfRead(e);
        }
    }

    /// <summary>Asks the store whether what is remembered is still the end of the conversation.</summary>
    /// <param name="known">What is remembered.</param>
    /// <returns>What is known then, which may be newer; null when the store must be read.</returns>
    /// <exception cref="HybridException">The store did not answer, or its answer cannot be true.</exception>
    public async ValueTask<Conversation?> ConfirmAsync(Conversation known)
    {
        var begun = _time.GetTimestamp();
        LogHead head;
        try
        {
            head = await _lease.AskRootAsync(() => _log.ReadHeadAsync(CancellationToken.None));
        }
        catch (Exception e)
        {
            Log.ConversationReadFailed(_logger, StorageErrors.Describe(e));
            throw StorageErrors.OfRead(e);
        }

        if (ReferenceEquals(Known, known) && known.Head == head)
        {
            Known = known with { ConfirmedAt = begun };
        }

        return Known?.Head.Version >= head.Version ? Known : null;
    }

    /// <summary>True when what is remembered answers without a question.</summary>
    public bool Covers(Conversation known) => _lease.Covers(known.ConfirmedAt, _time.GetTimestamp());

    /// <summary>Appends entries in their order, together with others that wait.</summary>
    /// <exception cref="HybridException">
    /// The first entry that is not stored was not written, or its outcome is unknown; none after it is stored.
    /// </exception>
    /// <exception cref="OperationCanceledException">The messages may be stored, or may still be.</exception>
    public ValueTask<IReadOnlyList<LogReceipt>> AppendAsync(
        IReadOnlyList<LogEntry> entries, CancellationToken cancellation)
        => _changes.AppendAsync(entries, cancellation);

    /// <summary>Deletes everything that was acknowledged before.</summary>
    /// <returns>How many messages this call deleted.</returns>
    /// <exception cref="HybridException">Nothing was deleted, or the outcome is unknown.</exception>
    /// <exception cref="OperationCanceledException">It may have happened.</exception>
    public async ValueTask<long> DeleteAsync(CancellationToken cancellation)
    {
        var deleted = 0L;
        await _changes.InTurnAsync(async () => deleted = await DeleteNowAsync(cancellation)).WaitAsync(cancellation);
        return deleted;
    }

    private async ValueTask<long> DeleteNowAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            Known = null;
            return await _log.DeleteAsync(cancellation);
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

    private async ValueTask<IReadOnlyList<LogReceipt>> AppendNowAsync(IReadOnlyList<LogEntry> offered)
    {
        var begun = _time.GetTimestamp();
        try
        {
            var receipts = await _log.AppendAsync(offered, CancellationToken.None);
            Remember(offered, receipts, begun);
            return receipts;
        }
        catch (Exception e)
        {
            throw Failed(e);
        }
    }

    private void Remember(IReadOnlyList<LogEntry> offered, IReadOnlyList<LogReceipt> receipts, long begun)
    {
        if (Known is not { } known)
        {
            return;
        }

        // A read beside the append may have taken some of it up already.
        var added = receipts.Zip(offered, (receipt, entry) => (Receipt: receipt, Entry: entry))
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

        Log.ConversationWriteFailed(_logger, StorageErrors.Describe(error));
        return StorageErrors.OfWrite(error);
    }

    /// <summary>Answers never go back: a read that was overtaken by a change yields to it.</summary>
    private void Adopt(Conversation read)
    {
        if (!IsRetired && read.Head.First >= _log.Seen.First && read.Head.Next >= _log.Seen.Next)
        {
            Known = read;
        }
    }
}
