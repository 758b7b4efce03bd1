using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Samples.DatingBot.Texts;

namespace HybridOrleans.Samples.DatingBot.Handling;

/// <summary>Tells statistics: of the user, and of the bot this month.</summary>
internal sealed class Figuring(IHybridDataStore data, TimeProvider time)
{
    public async Task TellAsync(Visit visit, CancellationToken cancellation)
    {
        var chat = new ConversationKey(visit.Turn.Bot, visit.UserId);
        var now = time.GetUtcNow();
        var month = new EventQuery
        {
            From = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero),
            Until = now.AddMinutes(1),
        };
        var lines = data.Conversations.CountAsync(chat, Freshness.Cached, cancellation).AsTask();
        var events = await data.Analytics.CountAsync(visit.Turn.Bot, month, cancellation);
        visit.Say(visit.Texts.Statistics(new Figures(
            visit.Member.Messages, await lines, Count("message"), Count("registered"))));

        long Count(string type) => events.Where(e => e.Type == type).Sum(e => e.Count);
    }
}
