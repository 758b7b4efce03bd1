using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Silo.Access;
using Microsoft.AspNetCore.Mvc;

namespace HybridOrleans.Silo.Api;

/// <summary>Events: <c>/bots/{bot}/events</c>.</summary>
internal static class EventEndpoints
{
    private const int ManyMax = 512;

    public static void MapEvents(this IEndpointRouteBuilder bot)
    {
        var events = bot.MapGroup("/events").WithTags("analytics");
        events.MapPost("", LogAsync).Needs(Right.WriteData)
            .WithSummary($"Logs 1 to {ManyMax} events. After an error some may be stored: with ids, send them again.")
            .ProducesWrite();
        events.MapGet("/counts", CountAsync).Needs(Right.ReadData)
            .WithSummary("Counts events by type, time, dimension.");
    }

    private static async Task<IReadOnlyList<Appended>> LogAsync(
        HttpContext context, string bot, IReadOnlyList<EventInput> events, GrainCalls calls, TimeProvider time)
    {
        if (events.Count is < 1 or > ManyMax)
        {
            throw new InvalidInputException($"{events.Count} events at once are refused: log 1 to {ManyMax}.");
        }

        var now = time.GetUtcNow();
        var placed = events.Select((e, i) => (Index: i, Place: e.Place(new BotId(bot), now))).ToList();
        var receipts = new Appended[events.Count];
        await Task.WhenAll(placed.GroupBy(p => p.Place.Partition).Select(async group =>
        {
            EventEntry[] entries = [.. group.Select(p => p.Place.Entry)];
            var stored = await calls.RunAsync(
                CallKind.Repeatable,
                t => calls.Grains.GetGrain<IAnalyticsGrain>(group.Key.ToString()).AppendAsync(entries, t),
                context.RequestAborted);
            foreach (var (place, receipt) in group.Zip(stored))
            {
                receipts[place.Index] = new Appended(receipt.Sequence, receipt.IsNew);
            }
        }));
        return receipts;
    }

    private static async Task<IReadOnlyList<EventCount>> CountAsync(
        HttpContext context, string bot, GrainCalls calls, DateTimeOffset from, DateTimeOffset until,
        string? type = null, string? dimension = null, CountPeriod period = CountPeriod.Whole,
        [FromQuery] string[]? where = null)
    {
        var query = new EventQuery
        {
            From = from, Until = until, Type = type, Dimension = dimension, Period = period,
            Where = (where ?? []).Select(NameAndValue).ToDictionary(),
        };
        query.Require();
        return await EventCounting.CountAsync(calls, new BotId(bot), query, context.RequestAborted);
    }

    private static KeyValuePair<string, string> NameAndValue(string text)
        => text.IndexOf(':', StringComparison.Ordinal) is var colon and > 0
            ? KeyValuePair.Create(text[..colon], text[(colon + 1)..])
            : throw new InvalidInputException("'where' takes name:value, the name and the value of a dimension.");
}
