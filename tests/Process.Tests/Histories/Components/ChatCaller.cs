using System.Collections.Concurrent;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.TestKit.Histories;
using HybridOrleans.TestKit.Histories.Logs;

namespace HybridOrleans.Process.Tests.Histories.Components;

/// <summary>Appends to chats, also again what may be in already, and reads them.</summary>
/// <param name="client">The connection.</param>
/// <param name="who">Its name.</param>
/// <param name="random">What to do.</param>
/// <param name="log">Where calls are noted.</param>
/// <param name="damage">Where answers are noted that no client may ever hear.</param>
internal sealed class ChatCaller(
    HybridClient client, string who, Random random, HistoryLog log, ConcurrentQueue<Violation> damage)
{
    private static readonly BotId Bot = new("bot");
    private static readonly long[] Chats = [1, 2, 3, 4, 5, -100_7, 42, 43];

    /// <summary>The chats that are called, as the storage format names them.</summary>
    public static IEnumerable<string> Keys => Chats.Select(chat => $"{Bot}/{chat}");

    /// <summary>How long memory may go on with less than was acknowledged.</summary>
    public required TimeSpan MemoryLag { get; init; }

    /// <summary>Calls until it is told to stop; the call under way is always finished.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var chat = new ConversationKey(Bot, Chats[random.Next(random.Next(2) == 0 ? 2 : Chats.Length)]);
            await (random.Next(100) switch
            {
                < 35 => AppendAsync(chat, 1),
                < 45 => AppendAsync(chat, random.Next(2, 7)),
                < 70 => ReadLastAsync(chat, Freshness.Cached),
                < 80 => ReadLastAsync(chat, Freshness.Fresh),
                < 90 => ReadRangeAsync(chat),
                _ => CountAsync(chat),
            });
            await TimeProvider.System.PassAsync(random.Next(1, 60), stop);
        }
    }

    /// <summary>What may be in is delivered again, as Telegram does; now and then so is what is in.</summary>
    private async Task AppendAsync(ConversationKey chat, int count)
    {
        NewMessage[] messages = [.. Enumerable.Range(0, count).Select(_ => NewMessage())];
        var outcome = await AppendOnceAsync(chat, messages);
        if (outcome == ActOutcome.Unknown ? random.Next(2) == 0 : random.Next(20) == 0)
        {
            await AppendOnceAsync(chat, messages);
        }
    }

    private async Task<ActOutcome> AppendOnceAsync(ConversationKey chat, NewMessage[] messages)
    {
        var act = Begin(chat, ActKind.Write);
        var (outcome, receipts) = await CallOutcome.OfAsync(act.Key, damage, async () => messages.Length == 1
            ? [await client.Conversations.AppendAsync(chat, messages[0])]
            : await client.Conversations.AppendManyAsync(chat, messages));
        // Of several messages some may be in although the call says that one was not written.
        outcome = outcome == ActOutcome.Refused && messages.Length > 1 ? ActOutcome.Unknown : outcome;
        End(act with
        {
            Entries = [.. messages.Select((message, place) => new SeenEntry(
                receipts?[place].Sequence ?? 0, message.Id!, message.Text))],
        }, outcome);
        return outcome;
    }

    private async Task ReadLastAsync(ConversationKey chat, Freshness freshness)
    {
        var count = random.Next(1, 30);
        var act = Begin(chat, freshness == Freshness.Fresh ? ActKind.Read : ActKind.CachedRead);
        var (outcome, reading) = await CallOutcome.OfAsync(
            act.Key, damage, () => client.Conversations.GetRecentAsync(chat, count, freshness).AsTask());
        EndReading(act, outcome, reading, (Math.Max(1, (reading?.Next ?? 1) - count), count));
    }

    private async Task ReadRangeAsync(ConversationKey chat)
    {
        var (from, count) = (random.Next(1, 200), random.Next(1, 100));
        var act = Begin(chat, ActKind.Read);
        var (outcome, reading) = await CallOutcome.OfAsync(
            act.Key, damage, () => client.Conversations.GetRangeAsync(chat, from, count).AsTask());
        EndReading(act, outcome, reading, (from, count));
    }

    private async Task CountAsync(ConversationKey chat)
    {
        var act = Begin(chat, ActKind.Read);
        var (outcome, count) = await CallOutcome.OfAsync(
            act.Key, damage, () => client.Conversations.CountAsync(chat, Freshness.Fresh).AsTask());
        End(act with { Next = count + 1 }, outcome);
    }

    private void EndReading(LogAct act, ActOutcome outcome, ConversationReading? reading, (long, int) wanted)
        => End(act with
        {
            Next = reading?.Next ?? 1,
            Entries = [.. reading?.Messages.Select(m => new SeenEntry(m.Sequence, m.Id ?? "none", m.Text)) ?? []],
            Wanted = wanted,
            SureAt = act.Kind == ActKind.CachedRead ? log.TickBefore(act.Began, MemoryLag) : null,
        }, outcome);

    private NewMessage NewMessage()
    {
        var id = Guid.NewGuid().ToString("n");
        return new NewMessage { Direction = MessageDirection.In, Text = $"{who} says {id}", Id = id };
    }

    private LogAct Begin(ConversationKey chat, ActKind kind)
        => new($"{chat}", who, kind, log.Tick(), 0, ActOutcome.Refused);

    private void End(LogAct act, ActOutcome outcome) => log.Add(act with { Ended = log.Tick(), Outcome = outcome });
}
