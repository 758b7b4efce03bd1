using System.Collections.Concurrent;
using System.Text;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.TestKit.Histories;
using HybridOrleans.TestKit.Histories.Logs;

namespace HybridOrleans.Process.Tests.Histories.Components;

/// <summary>Logs events of one month, counts them, and reads all of them.</summary>
/// <param name="client">The connection.</param>
/// <param name="who">Its name.</param>
/// <param name="random">What to do.</param>
/// <param name="log">Where calls are noted.</param>
/// <param name="damage">Where answers are noted that no client may ever hear.</param>
internal sealed class EventCaller(
    HybridClient client, string who, Random random, HistoryLog log, ConcurrentQueue<Violation> damage)
{
    private static readonly BotId Bot = new("bot");

    /// <summary>Calls until it is told to stop; the call under way is always finished.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await (random.Next(100) switch
            {
                < 90 => Task.WhenAll(Enumerable.Range(0, random.Next(1, 12)).Select(_ => LogAsync())),
                < 97 => CountAsync(),
                _ => ReadAsync(),
            });
            await TimeProvider.System.PassAsync(random.Next(1, 120), stop);
        }
    }

    /// <summary>What may be in is logged again, and now and then so is what is in.</summary>
    private async Task LogAsync()
    {
        var place = EventPlace.Of(random.Next(1, 21));
        var id = Guid.NewGuid().ToString("n");
        var body = $$"""{"by":"{{id}}"}""";
        var happened = new NewEvent
        {
            Type = place.Type, UserId = place.User, Id = id, Timestamp = EventPlace.Time, Data = new JsonText(body),
        };
        var outcome = await LogOnceAsync(place, happened, body);
        if (outcome == ActOutcome.Unknown ? random.Next(2) == 0 : random.Next(30) == 0)
        {
            await LogOnceAsync(place, happened, body);
        }
    }

    private async Task<ActOutcome> LogOnceAsync(EventPlace place, NewEvent happened, string body)
    {
        var act = Begin(place.Key, ActKind.Write);
        var (outcome, receipt) = await CallOutcome.OfAsync(
            act.Key, damage, () => client.Analytics.LogEventAsync(Bot, happened).AsTask());
        End(act with { Entries = [new SeenEntry(receipt.Sequence, happened.Id!, body)] }, outcome);
        return outcome;
    }

    private async Task CountAsync()
    {
        var acts = EventPlace.Keys.Select(key => Begin(key, ActKind.Read)).ToList();
        var query = new EventQuery { From = EventPlace.From, Until = EventPlace.Until };
        var (outcome, counts) = await CallOutcome.OfAsync(
            "events", damage, () => client.Analytics.CountAsync(Bot, query).AsTask());
        foreach (var act in acts)
        {
            var count = counts?.FirstOrDefault(c => c.Type == EventPlace.TypeOf(act.Key))?.Count ?? 0;
            End(act with { Next = count + 1 }, outcome);
        }
    }

    /// <summary>Nothing is ever deleted, so that the n-th event of a partition is number n.</summary>
    private async Task ReadAsync()
    {
        var acts = EventPlace.Keys.Select(key => Begin(key, ActKind.Read)).ToList();
        var (outcome, events) = await CallOutcome.OfAsync("events", damage, async () =>
            await client.Analytics.ReadAsync(Bot, EventPlace.From, EventPlace.Until).ToListAsync());
        var places = (events ?? []).ToLookup(stored => EventPlace.Of(stored.UserId ?? 0).Key);
        foreach (var act in acts)
        {
            SeenEntry[] entries = [.. places[act.Key].Select((stored, place) => new SeenEntry(
                place + 1, stored.Id, Encoding.UTF8.GetString(stored.Data!.Value.Utf8.Span)))];
            End(act with { Entries = entries, Next = entries.Length + 1, Wanted = (1, int.MaxValue) }, outcome);
        }
    }

    private LogAct Begin(string key, ActKind kind) => new(key, who, kind, log.Tick(), 0, ActOutcome.Refused);

    private void End(LogAct act, ActOutcome outcome) => log.Add(act with { Ended = log.Tick(), Outcome = outcome });
}
