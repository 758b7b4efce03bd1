using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client;

/// <summary>The events of bots: logged, counted by type, dimension and time, exported, and deleted by month.</summary>
/// <remarks>
/// An acknowledged event is durable. An event that is not acceptable, and an id that is none, throw
/// <see cref="InvalidInputException"/>. Reads and counts see every event that was acknowledged before they began; what
/// is logged meanwhile is seen or not.
/// </remarks>
public interface IAnalytics
{
    /// <summary>Logs an event. Events that are logged at the same time travel and are stored together.</summary>
    /// <param name="bot">The bot.</param>
    /// <param name="newEvent">
    /// The event. Without an id of its own it gets one for this call, so that the client may repeat the call after a
    /// lost answer; with one, an event that is logged again adds nothing either.
    /// </param>
    /// <param name="cancellation">Stops the waiting; the event may still be stored.</param>
    /// <returns>
    /// The number of the event in its month and partition. It is not new when one of the last 32,768 events there has
    /// its id.
    /// </returns>
    /// <remarks>
    /// While <see cref="HybridClientOptions.PendingEventsMax"/> events wait for their answer, a call waits for its
    /// turn, so that a bot that logs faster than the cluster stores is slowed down and keeps its memory.
    /// </remarks>
    ValueTask<EventReceipt> LogEventAsync(BotId bot, NewEvent newEvent, CancellationToken cancellation = default);

    /// <summary>Counts events by type, and if asked by period and by the values of a dimension.</summary>
    /// <param name="bot">The bot.</param>
    /// <param name="query">What is counted.</param>
    /// <param name="cancellation">Stops the counting.</param>
    /// <returns>
    /// The counts above 0, ordered by start, type and value. The cost grows with the events of the months asked for.
    /// </returns>
    ValueTask<IReadOnlyList<EventCount>> CountAsync(
        BotId bot, EventQuery query, CancellationToken cancellation = default);

    /// <summary>Reads events, for export: month by month, and within a month partition by partition.</summary>
    /// <param name="bot">The bot.</param>
    /// <param name="from">The earliest time, inclusive.</param>
    /// <param name="until">The end of the time, exclusive; at most 120 months later.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>Within a partition the order is that of storing.</returns>
    IAsyncEnumerable<StoredEvent> ReadAsync(
        BotId bot, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation = default);

    /// <summary>Deletes all events of a month, and their bytes.</summary>
    /// <param name="bot">The bot.</param>
    /// <param name="month">The month, in UTC.</param>
    /// <param name="cancellation">Stops the waiting; the delete may still happen.</param>
    /// <returns>
    /// How many there were. Fewer, or 0, also when the answer of a call that deleted them was lost and the client
    /// repeated it.
    /// </returns>
    /// <remarks>
    /// An event that is logged meanwhile may stay. After <see cref="OutcomeUnknownException"/> call it again: it
    /// finishes what was begun.
    /// </remarks>
    ValueTask<long> DeleteMonthAsync(BotId bot, EventMonth month, CancellationToken cancellation = default);

    /// <summary>Tells how many events of a month were ever deleted by <see cref="DeleteMonthAsync"/>.</summary>
    /// <param name="bot">The bot.</param>
    /// <param name="month">The month, in UTC.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <returns>0 also for a month that never had an event. What was logged since the delete does not count.</returns>
    ValueTask<long> CountDeletedAsync(BotId bot, EventMonth month, CancellationToken cancellation = default);
}
