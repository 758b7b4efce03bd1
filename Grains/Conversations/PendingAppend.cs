using System.Runtime.ExceptionServices;
using HybridOrleans.Storage.Logs;

namespace HybridOrleans.Grains.Conversations;

/// <summary>A message that waits for its turn, or what became of it.</summary>
internal sealed class PendingAppend(LogEntry entry, CancellationToken cancellation)
{
    private LogReceipt? _receipt;
    private Exception? _error;

    public LogEntry Entry => entry;

    /// <summary>True when the caller waits no more.</summary>
    public bool IsGivenUp => cancellation.IsCancellationRequested;

    /// <summary>True when it is known what became of it.</summary>
    public bool IsOver => _receipt is not null || _error is not null;

    public void End(LogReceipt receipt) => _receipt = receipt;

    public void Fail(Exception error) => _error = error;

    /// <summary>The receipt, or the error.</summary>
    public LogReceipt Result()
    {
        if (_error is not null)
        {
            ExceptionDispatchInfo.Throw(_error);
        }

        return _receipt!.Value;
    }
}
