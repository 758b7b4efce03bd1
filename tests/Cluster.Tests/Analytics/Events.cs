using System.Globalization;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cluster.Tests.Analytics;

/// <summary>Short forms for tests.</summary>
internal static class Events
{
    public static readonly DateTimeOffset November = new(2026, 11, 15, 10, 30, 0, TimeSpan.Zero);
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private static int _bots;

    /// <summary>A bot that no other test uses.</summary>
    public static BotId NewBot()
        => new(string.Create(CultureInfo.InvariantCulture, $"events_{Interlocked.Increment(ref _bots)}"));

    public static NewEvent Happened(string type, string? id = null, DateTimeOffset? at = null)
        => new() { Type = type, Id = id, Timestamp = at ?? November };

    public static NewEvent With(this NewEvent happened, params (string Name, string Value)[] dimensions)
        => happened with { Dimensions = dimensions.ToDictionary(d => d.Name, d => d.Value) };

    /// <summary>Everything from 2020 until 2028.</summary>
    public static EventQuery All(CountPeriod period = CountPeriod.Whole) => new()
    {
        From = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero),
        Until = new DateTimeOffset(2028, 1, 1, 0, 0, 0, TimeSpan.Zero),
        Period = period,
    };
}
