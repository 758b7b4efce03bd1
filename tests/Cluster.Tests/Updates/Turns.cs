using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Updates;

/// <summary>Short words for what tests of updates do.</summary>
internal static class Turns
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static BotUpdate Update(long id, long userId, long? chatId = null)
        => new() { Bot = UpdateSilo.Bot, Id = id, UserId = userId, ChatId = chatId };

    /// <summary>Handles an update by counting it in the state of its user, and of its chat if it has one.</summary>
    public static Task<UpdateOutcome> CountAsync(this HybridClient client, BotUpdate update)
        => client.Updates.HandleAsync(update, CountAsync, Cancel);

    public static async Task CountAsync(IUpdateTurn turn, CancellationToken cancellation)
    {
        await CountAsync(await turn.UserAsync<Counter>(cancellation), turn);
        if (turn.Update?.ChatId is not null)
        {
            await CountAsync(await turn.ChatAsync<Counter>(cancellation), turn);
        }
    }

    /// <summary>What is stored of an owner, read in a turn of somebody else.</summary>
    public static async Task<Counter> CounterAsync(this HybridClient client, SessionOwner owner)
    {
        Counter? counter = null;
        await client.Updates.ActAsync(
            UpdateSilo.Bot,
            SessionOwner.User(1),
            async (turn, token) => counter = (await turn.SessionAsync<Counter>(owner, token)).Value,
            Cancel);
        return counter!;
    }

    private static async Task CountAsync(ISession<Counter> session, IUpdateTurn turn)
    {
        session.Value.Count++;
        session.Value.Seen.Add(turn.Update!.Id);
        await Task.Yield();
    }
}
