using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using HybridOrleans.Client.Calls;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Analytics;

/// <summary>The events, through one <see cref="IAnalyticsGrain"/> for each bot, month and partition.</summary>
internal sealed class BotAnalytics(IGrainFactory grains, CallPolicy calls, TimeProvider time, int pendingMax)
    : IAnalytics, IDisposable
{
    private readonly ConcurrentDictionary<EventPartition, EventLane> _lanes = [];
    private readonly SemaphoreSlim _room = new(pendingMax);

    public async ValueTask<EventReceipt> LogEventAsync(
        BotId bot, NewEvent newEvent, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(newEvent);
        newEvent.Require();
        var id = newEvent.Id ?? Guid.NewGuid().ToString("n");
        var at = newEvent.Timestamp ?? time.GetUtcNow();
        var partition = EventPartition.Of(bot, at, newEvent.UserId, id);
        await _room.WaitAsync(cancellation);
        var receipt = LaneOf(partition).AddAsync(new EventEntry(id, newEvent.ToBody(at)));
        _ = receipt.ContinueWith(
            static (_, room) => ((SemaphoreSlim)room!).Release(),
            _room,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return await receipt.WaitAsync(cancellation);
    }

    public async ValueTask<IReadOnlyList<EventCount>> CountAsync(
        BotId bot, EventQuery query, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        query.Require();
        IReadOnlyList<EventCount> counts = [];
        foreach (var month in EventMonth.Of(query.From, query.Until))
        {
            // The months one after another, so that a long time does not ask for all of them at once.
            var parts = await Task.WhenAll(
                EventPartition.Of(bot, month).Select(p => CountAsync(p, query, cancellation)));
            counts = EventCounts.Total(counts.Concat(parts.SelectMany(p => p)));
        }

        return counts;
    }

    public async IAsyncEnumerable<StoredEvent> ReadAsync(
        BotId bot,
        DateTimeOffset from,
        DateTimeOffset until,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        new EventQuery { From = from, Until = until }.Require();
        var months = EventMonth.Of(from, until);
        foreach (var partition in months.SelectMany(month => EventPartition.Of(bot, month)))
        {
            for (long? next = 1; next is { } place;)
            {
                var page = await ReadAsync(partition, place, IAnalyticsGrain.BatchMax, cancellation);
                foreach (var stored in page.Events.Select(StoredEvent.Read))
                {
                    if (stored.Timestamp >= from && stored.Timestamp < until)
                    {
                        yield return stored;
                    }
                }

                next = page.Next;
            }
        }
    }

    public async ValueTask<long> DeleteMonthAsync(
        BotId bot, EventMonth month, CancellationToken cancellation = default)
    {
        var deleted = await Task.WhenAll(EventPartition.Of(bot, month).Select(partition => calls.RunAsync(
            CallKind.Repeatable,
            (Self: this, Partition: partition),
            static (a, token) => a.Self.Grain(a.Partition).DeleteAsync(token),
            cancellation).AsTask()));
        return deleted.Sum();
    }

    public async ValueTask<long> CountDeletedAsync(
        BotId bot, EventMonth month, CancellationToken cancellation = default)
    {
        var pages = await Task.WhenAll(EventPartition.Of(bot, month).Select(
            partition => ReadAsync(partition, 1, 1, cancellation).AsTask()));
        return pages.Sum(page => page.First - 1);
    }

    public void Dispose() => _room.Dispose();

    private EventLane LaneOf(EventPartition partition)
        => _lanes.GetOrAdd(partition, p => new EventLane(events => calls.RunAsync(
            CallKind.Repeatable,
            (Self: this, Partition: p, Events: events),
            static (a, token) => a.Self.Grain(a.Partition).AppendAsync(a.Events, token),
            CancellationToken.None).AsTask()));

    private async Task<List<EventCount>> CountAsync(
        EventPartition partition, EventQuery query, CancellationToken cancellation)
    {
        var counts = new List<EventCount>();
        for (long? next = 1; next is { } place;)
        {
            var page = await calls.RunAsync(
                CallKind.Read,
                (Self: this, Partition: partition, Query: query, Place: place),
                static (a, token) => new ValueTask<EventCounts>(
                    a.Self.Grain(a.Partition).CountAsync(a.Query, a.Place).AsTask().WaitAsync(token)),
                cancellation);
            counts.AddRange(page.Counts);
            next = page.Next;
        }

        return counts;
    }

    private ValueTask<EventPage> ReadAsync(
        EventPartition partition, long from, int count, CancellationToken cancellation)
        => calls.RunAsync(
            CallKind.Read,
            (Self: this, Partition: partition, From: from, Count: count),
            static (a, token) => new ValueTask<EventPage>(
                a.Self.Grain(a.Partition).ReadAsync(a.From, a.Count).AsTask().WaitAsync(token)),
            cancellation);

    private IAnalyticsGrain Grain(EventPartition partition)
        => grains.GetGrain<IAnalyticsGrain>(partition.ToString());
}
