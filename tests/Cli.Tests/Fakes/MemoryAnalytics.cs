using System.Runtime.CompilerServices;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Tests.Fakes;

/// <summary>Events in memory. Counts know no period: counting is the grain's work and tested there.</summary>
internal sealed class MemoryAnalytics : IAnalytics
{
    private readonly Lock _gate = new();
    private readonly List<(BotId Bot, StoredEvent Stored)> _events = [];
    private readonly Dictionary<(BotId, EventMonth), long> _deleted = [];

    /// <summary>What was asked for last.</summary>
    public EventQuery? Asked { get; private set; }

    /// <summary>Runs before every event that is logged; what it throws is what the caller gets.</summary>
    public Action<NewEvent> OnLog { get; set; } = _ => { };

    /// <summary>How few of the last ids are recognised, as the real ones recognise only some.</summary>
    public int RememberedMax { get; set; } = 1_000;

    /// <summary>How many events were added.</summary>
    public int Writes { get; private set; }

    public ValueTask<EventReceipt> LogEventAsync(BotId bot, NewEvent newEvent, CancellationToken cancellation)
    {
        newEvent.Require();
        OnLog(newEvent);
        lock (_gate)
        {
            if (newEvent.Id is not null
                && _events.TakeLast(RememberedMax).Any(e => e.Bot == bot && e.Stored.Id == newEvent.Id))
            {
                return ValueTask.FromResult(new EventReceipt(1, false));
            }

            var id = newEvent.Id ?? $"made-{_events.Count}";
            var at = newEvent.Timestamp ?? new DateTimeOffset(2026, 11, 15, 10, 30, 0, TimeSpan.Zero);
            _events.Add((bot, StoredEvent.Read(new EventEntry(id, newEvent.ToBody(at)))));
            Writes++;
            return ValueTask.FromResult(new EventReceipt(_events.Count, true));
        }
    }

    /// <summary>Takes away what an erasure takes away: all that names the event.</summary>
    public void Erase(long userId) => _events.RemoveAll(e => e.Stored.UserId == userId);

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
        foreach (var (_, stored) in _events.Where(
            e => e.Bot == bot && e.Stored.Timestamp >= from && e.Stored.Timestamp < until))
        {
            yield return stored;
        }
    }

    public ValueTask<long> DeleteMonthAsync(BotId bot, EventMonth month, CancellationToken cancellation)
    {
        var deleted = _events.RemoveAll(e => e.Bot == bot && EventMonth.Of(e.Stored.Timestamp) == month);
        _deleted[(bot, month)] = _deleted.GetValueOrDefault((bot, month)) + deleted;
        return ValueTask.FromResult((long)deleted);
    }

    public ValueTask<long> CountDeletedAsync(BotId bot, EventMonth month, CancellationToken cancellation)
        => ValueTask.FromResult(_deleted.GetValueOrDefault((bot, month)));
}
