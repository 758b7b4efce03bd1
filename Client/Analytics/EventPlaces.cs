using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Analytics;

/// <summary>Where the events of a bot and of a time lie.</summary>
internal static class EventPlaces
{
    /// <summary>The months of a time, the earliest first; the end does not count.</summary>
    public static IEnumerable<EventMonth> MonthsOf(DateTimeOffset from, DateTimeOffset until)
    {
        for (var month = EventMonth.Of(from); StartOf(month) < until.UtcDateTime; month = month.Next)
        {
            yield return month;
        }
    }

    /// <summary>All partitions of a month.</summary>
    public static IEnumerable<EventPartition> PartitionsOf(BotId bot, EventMonth month)
        => Enumerable.Range(0, EventPartition.Count).Select(number => new EventPartition(bot, month, number));

    private static DateTime StartOf(EventMonth month)
        => month.FirstDay.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
}
