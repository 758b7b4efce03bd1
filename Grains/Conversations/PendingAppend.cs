using System.Runtime.ExceptionServices;
using HybridOrleans.Storage.Logs;

namespace HybridOrleans.Grains.Conversations;

/// <summary>Messages of one caller that wait for their turn, or what became of them.</summary>
/// <remarks>They are stored in their order; where one fails, none after it is stored.</remarks>
internal sealed class PendingAppend(IReadOnlyList<LogEntry> entries, CancellationToken cancellation)
{
    private readonly List<LogReceipt> _receipts = [];
    private Exception? _error;

    /// <summary>Those that are not stored yet.</summary>
    public IEnumerable<LogEntry> Rest => entries.Skip(_receipts.Count);

    /// <summary>True when the caller waits no more.</summary>
    public bool IsGivenUp => cancellation.IsCancellationRequested;

    /// <summary>True when it is known what became of all.</summary>
    public bool IsOver => _receipts.Count == entries.Count || _error is not null;

    /// <summary>Notes that the first of the rest is stored.</summary>
    public void End(LogReceipt receipt) => _receipts.Add(receipt);

    public void Fail(Exception error) => _error = error;

    /// <summary>The receipts in the order of the messages, or the error.</summary>
    public IReadOnlyList<LogReceipt> Result()
    {
        if (_error is not null)
        {
            ExceptionDispatchInfo.Throw(_error);
        }

        return _receipts;
    }
}
