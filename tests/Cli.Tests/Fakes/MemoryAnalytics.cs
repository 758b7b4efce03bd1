using System.Runtime.CompilerServices;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Tests.Fakes;

/// <summary>Events in memory. Counts know no period: counting is the grain's work and tested there.</summary>
internal sealed class MemoryAnalytics : IAnalytics
{
    private readonly List<(BotId Bot, StoredEvent Stored)> _events = [];

    /// <summary>What was asked for last.</summary>
    public EventQuery? Asked { get; private set; }

    public ValueTask<EventReceipt> LogEventAsync(BotId bot, NewEvent newEvent, CancellationToken cancellation)
    {
        newEvent.Require();
        var known = _events.FindIndex(e => e.Bot == bot && e.Stored.Id == newEvent.Id);
        if (known >= 0)
        {
            return ValueTask.FromResult(new EventReceipt(known + 1, false));
        }

        var id = newEvent.Id ?? $"made-{_events.Count}";
        var at = newEvent.Timestamp ?? new DateTimeOffset(2026, 11, 15, 10, 30, 0, TimeSpan.Zero);
        _events.Add((bot, StoredEvent.Read(new EventEntry(id, newEvent.ToBody(at)))));
        return ValueTask.FromResult(new EventReceipt(_events.Count, true));
    }

    public ValueTask<IReadOnlyList<EventCount>> CountAsync(
        BotId bot, EventQuery query, CancellationToken cancellation)
    {
        query.Require();
        Asked = query;
        return ValueTask.FromResult<IReadOnlyList<EventCount>>([.. _events
            .Where(e => e.Bot == bot)
            .GroupBy(e => (e.Stored.Type, query.Dimension is { } d ? e.Stored.Dimensions.GetValueOrDefault(d) : null))
            .Select(g => new EventCount(query.From, g.Key.Type, g.Key.Item2, g.Count()))]);
    }

    public async IAsyncEnumerable<StoredEvent> ReadAsync(
        BotId bot, DateTimeOffset from, DateTimeOffset until, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.Yield();
        foreach (var (_, stored) in _events.Where(e => e.Bot == bot && e.Stored.Timestamp >= from))
        {
            yield return stored;
        }
    }

    public ValueTask<long> DeleteMonthAsync(BotId bot, EventMonth month, CancellationToken cancellation)
        => ValueTask.FromResult(
            (long)_events.RemoveAll(e => e.Bot == bot && EventMonth.Of(e.Stored.Timestamp) == month));
}
