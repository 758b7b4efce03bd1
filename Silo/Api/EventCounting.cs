using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Silo.Api;

/// <summary>Adds up what the partitions of a bot's events count.</summary>
internal static class EventCounting
{
    public static async Task<IReadOnlyList<EventCount>> CountAsync(
        GrainCalls calls, BotId bot, EventQuery query, CancellationToken cancellation)
    {
        var counts = new Dictionary<(DateTimeOffset Start, string Type, string? Value), long>();
        for (var month = EventMonth.Of(query.From); IsBefore(month, query.Until); month = month.Next)
        {
            var parts = await Task.WhenAll(Enumerable.Range(0, EventPartition.Count).Select(
                number => CountAsync(calls, new EventPartition(bot, month, number), query, cancellation)));
            foreach (var count in parts.SelectMany(p => p))
            {
                var key = (count.Start, count.Type, count.Value);
                counts[key] = counts.GetValueOrDefault(key) + count.Count;
            }
        }

        return [.. counts
            .Select(c => new EventCount(c.Key.Start, c.Key.Type, c.Key.Value, c.Value))
            .OrderBy(c => c.Start)
            .ThenBy(c => c.Type, StringComparer.Ordinal)
            .ThenBy(c => c.Value, StringComparer.Ordinal)];
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

    private static bool IsBefore(EventMonth month, DateTimeOffset until)
        => month.FirstDay.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) < until.UtcDateTime;
}
