using System.Globalization;

namespace HybridOrleans.Grains.Interfaces;

/// <summary>A calendar month in UTC, by which events are kept and deleted. Written as <c>2026-11</c>.</summary>
/// <remarks>Immutable. Only <c>default</c> is no month, and no call accepts it.</remarks>
[GenerateSerializer, Immutable]
[Alias("hybrid.event-month")]
public readonly record struct EventMonth
{
    private const string Format = "yyyy-MM";

    private EventMonth(DateOnly firstDay) => FirstDay = firstDay;

    /// <summary>The first day of the month.</summary>
    [Id(0)]
    public DateOnly FirstDay { get; }

    /// <summary>The month after it.</summary>
    public EventMonth Next => new(FirstDay.AddMonths(1));

    /// <summary>The month in which a time lies, in UTC.</summary>
    public static EventMonth Of(DateTimeOffset time)
        => new(new DateOnly(time.UtcDateTime.Year, time.UtcDateTime.Month, 1));

    /// <summary>The months of a time, the earliest first; the end does not count.</summary>
    public static IEnumerable<EventMonth> Of(DateTimeOffset from, DateTimeOffset until)
    {
        for (var month = Of(from); month.FirstDay.ToDateTime(TimeOnly.MinValue) < until.UtcDateTime; month = month.Next)
        {
            yield return month;
        }
    }

    /// <summary>Reads a month.</summary>
    /// <param name="text">Year and month, such as <c>2026-11</c>.</param>
    /// <exception cref="InvalidInputException">It is written otherwise.</exception>
    public static EventMonth Parse(string text)
        => DateOnly.TryParseExact(
            text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new(day)
            : throw new InvalidInputException($"'{text}' is no month: write year and month, such as 2026-11.");

    /// <summary>Year and month, such as <c>2026-11</c>.</summary>
    public override string ToString() => FirstDay.ToString(Format, CultureInfo.InvariantCulture);
}
