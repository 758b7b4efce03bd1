using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Analytics;

/// <summary>An event that waits for its receipt.</summary>
internal sealed class PendingEvent(EventEntry entry)
{
    private readonly TaskCompletionSource<EventReceipt> _receipt =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public EventEntry Entry => entry;

    /// <summary>Ends with the receipt, or the error.</summary>
    public Task<EventReceipt> Receipt => _receipt.Task;

    public void End(EventReceipt receipt) => _receipt.SetResult(receipt);

    public void Fail(Exception error) => _receipt.SetException(error);
}
