using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Grains.Analytics;

/// <summary>The start of the period in which an event is counted.</summary>
internal static class PeriodStart
{
    public static DateTimeOffset Of(EventQuery query, DateTimeOffset time)
    {
        var utc = time.UtcDateTime;
        return query.Period switch
        {
            CountPeriod.Hour => new DateTimeOffset(utc.Date.AddHours(utc.Hour), TimeSpan.Zero),
            CountPeriod.Day => new DateTimeOffset(utc.Date, TimeSpan.Zero),
            CountPeriod.Month => new DateTimeOffset(utc.Year, utc.Month, 1, 0, 0, 0, TimeSpan.Zero),
            _ => query.From.ToUniversalTime(),
        };
    }
}
