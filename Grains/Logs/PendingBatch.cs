using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Logs;

namespace HybridOrleans.Grains.Logs;

/// <summary>Entries that wait for their turn, and what became of those that were taken.</summary>
internal sealed class PendingBatch(
    IReadOnlyList<LogEntry> entries, PartError ofPart, CancellationToken cancellation)
{
    private readonly List<LogReceipt> _receipts = new(entries.Count);
    private HybridException? _error;

    /// <summary>The entries that no receipt was given for yet.</summary>
    public IEnumerable<LogEntry> Open => entries.Skip(_receipts.Count);

    /// <summary>How many entries are open.</summary>
    public int OpenCount => entries.Count - _receipts.Count;

    /// <summary>True when the caller waits no more.</summary>
    public bool IsGivenUp => cancellation.IsCancellationRequested;

    /// <summary>True when it is known what became of each entry.</summary>
    public bool IsOver => OpenCount == 0 || _error is not null;

    /// <summary>Gives the next open entries their receipts.</summary>
    public void End(IEnumerable<LogReceipt> receipts) => _receipts.AddRange(receipts);

    /// <summary>Ends the batch with an error, which tells what is known of the whole batch.</summary>
    public void Fail(HybridException error)
        => _error = _receipts.Count == 0 || ofPart == PartError.AsItIs || error is OutcomeUnknownException
            ? error
            : new OutcomeUnknownException(
                $"{_receipts.Count} of {entries.Count} entries are stored, and then it failed: {error.Message} Repeat "
                + "the batch: what is stored is recognised by its ids.");

    /// <summary>The receipts, or the error.</summary>
    public IReadOnlyList<LogReceipt> Result() => _error is null ? _receipts : throw _error;
}
