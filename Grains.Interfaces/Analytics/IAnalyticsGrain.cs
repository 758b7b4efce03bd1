using Orleans.Concurrency;

namespace HybridOrleans.Grains.Interfaces;

/// <summary>The events of one bot, month and partition.</summary>
/// <remarks>
/// The primary key is the text of an <see cref="EventPartition"/>. Batches that come while others are on their way to
/// the store share one write; a grain whose queue is full refuses more, so that its memory is bounded. Every read asks
/// the store. Every call throws the errors of <see cref="HybridException"/>.
/// </remarks>
[Alias("hybrid.analytics")]
[GrainInterfaceType("hybrid.analytics")]
public interface IAnalyticsGrain : IGrainWithStringKey
{
    /// <summary>The most events of one batch, and of one page.</summary>
    const int BatchMax = 1_024;

    /// <summary>Appends events.</summary>
    /// <param name="events">1 to <see cref="BatchMax"/>. They belong to this month and partition.</param>
    /// <param name="cancellation">Stops the waiting; the events may still be stored.</param>
    /// <returns>One receipt for each event, in their order. All of them are durable.</returns>
    /// <remarks>
    /// An event whose id one of the last 32,768 events of the partition has adds nothing. After
    /// <see cref="OutcomeUnknownException"/> some may be stored: repeat the batch.
    /// </remarks>
    [Alias("append")]
    [AlwaysInterleave]
    ValueTask<IReadOnlyList<EventReceipt>> AppendAsync(
        IReadOnlyList<EventEntry> events, CancellationToken cancellation);

    /// <summary>Reads events in the order in which they were stored.</summary>
    /// <param name="from">The lowest number wanted.</param>
    /// <param name="count">1 to <see cref="BatchMax"/>: how many at most.</param>
    [Alias("read")]
    [AlwaysInterleave]
    ValueTask<EventPage> ReadAsync(long from, int count);

    /// <summary>Counts some of the events.</summary>
    /// <param name="query">What is counted.</param>
    /// <param name="from">The lowest number looked at; a call looks at some thousands and says where to go on.</param>
    [Alias("count")]
    [AlwaysInterleave]
    ValueTask<EventCounts> CountAsync(EventQuery query, long from);

    /// <summary>Takes away all events of a user that were acknowledged before, and their bytes.</summary>
    /// <param name="userId">The Telegram id.</param>
    /// <param name="cancellation">Stops the waiting; some may be erased.</param>
    /// <returns>How many this call erased. Their numbers stay, and nothing else of them.</returns>
    [Alias("erase")]
    [AlwaysInterleave]
    ValueTask<long> EraseUserAsync(long userId, CancellationToken cancellation);

    /// <summary>Deletes all events that were acknowledged before, and their bytes.</summary>
    /// <param name="cancellation">Stops the waiting; the delete may still happen.</param>
    /// <returns>How many this call deleted.</returns>
    [Alias("delete")]
    [AlwaysInterleave]
    ValueTask<long> DeleteAsync(CancellationToken cancellation);
}
