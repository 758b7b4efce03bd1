using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Silo.Api;

/// <summary>Adds up what the partitions of a bot's events count.</summary>
internal static class EventCounting
{
    public static async Task<IReadOnlyList<EventCount>> CountAsync(
        GrainCalls calls, BotId bot, EventQuery query, CancellationToken cancellation)
    {
        IReadOnlyList<EventCount> counts = [];
        foreach (var month in EventMonth.Of(query.From, query.Until))
        {
            var parts = await Task.WhenAll(
                EventPartition.Of(bot, month).Select(p => CountAsync(calls, p, query, cancellation)));
            counts = EventCounts.Total(counts.Concat(parts.SelectMany(p => p)));
        }

        return counts;
    }

    private static async Task<List<EventCount>> CountAsync(
        GrainCalls calls, EventPartition partition, EventQuery query, CancellationToken cancellation)
    {
        var grain = calls.Grains.GetGrain<IAnalyticsGrain>(partition.ToString());
        var counts = new List<EventCount>();
        for (long? next = 1; next is { } place;)
        {
            var page = await calls.RunAsync(CallKind.Read, _ => grain.CountAsync(query, place), cancellation);
            counts.AddRange(page.Counts);
            next = page.Next;
        }

        return counts;
    }
}
