using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Analytics;

/// <summary>The events of one partition on their way: one batch travels, and the next one gathers meanwhile.</summary>
/// <remarks>Thread-safe. An event never waits for company: a lane that is idle sends it at once.</remarks>
internal sealed class EventLane(Func<EventEntry[], Task<IReadOnlyList<EventReceipt>>> send)
{
    private const int BatchMax = 512;
    private const int BatchBytesMax = 512 * 1024;

    private readonly Queue<PendingEvent> _waiting = new();
    private bool _isSending;

    /// <summary>Takes an event along.</summary>
    /// <returns>Ends when the event is durable, or with the error that tells what is known.</returns>
    public Task<EventReceipt> AddAsync(EventEntry entry)
    {
        var pending = new PendingEvent(entry);
        lock (_waiting)
        {
            _waiting.Enqueue(pending);
            if (_isSending)
            {
                return pending.Receipt;
            }

            _isSending = true;
        }

        _ = Task.Run(SendAllAsync);
        return pending.Receipt;
    }

    private async Task SendAllAsync()
    {
        while (Take() is { Count: > 0 } batch)
        {
            await SendAsync(batch);
        }
    }

    private List<PendingEvent> Take()
    {
        var batch = new List<PendingEvent>();
        var bytes = 0;
        lock (_waiting)
        {
            while (_waiting.TryPeek(out var next) && batch.Count < BatchMax
                && (batch.Count == 0 || bytes + next.Entry.Body.Utf8.Length <= BatchBytesMax))
            {
                bytes += next.Entry.Body.Utf8.Length;
                batch.Add(_waiting.Dequeue());
            }

            _isSending = batch.Count > 0;
        }

        return batch;
    }

    private async Task SendAsync(List<PendingEvent> batch)
    {
        try
        {
            var receipts = await send([.. batch.Select(p => p.Entry)]);
            for (var i = 0; i < batch.Count; i++)
            {
                batch[i].End(receipts[i]);
            }
        }
        catch (InvalidInputException) when (batch.Count > 1)
        {
            // The silo refuses a batch for one of its events; alone each gets the answer that is its own.
            foreach (var pending in batch)
            {
                await SendAsync([pending]);
            }
        }
        catch (Exception e)
        {
            foreach (var pending in batch)
            {
                pending.Fail(e);
            }
        }
    }
}
