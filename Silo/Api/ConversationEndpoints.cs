using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Silo.Access;

namespace HybridOrleans.Silo.Api;

/// <summary>Conversations: <c>/bots/{bot}/conversations/{chat}</c>.</summary>
internal static class ConversationEndpoints
{
    private const int CountMax = 1_000;

    public static void MapConversations(this IEndpointRouteBuilder bot)
    {
        var chat = bot.MapGroup("/conversations/{chat:long}").WithTags("conversations");
        chat.MapGet("", CountAsync).Needs(Right.ReadData)
            .WithSummary("How many messages there are, and their numbers.");
        chat.MapDelete("", DeleteAsync).Needs(Right.WriteData).WithSummary("Deletes its messages; the numbers go on.");
        chat.MapGet("/messages", ReadAsync).Needs(Right.ReadData)
            .WithSummary("The newest messages, or with 'from' those from a number on.");
        chat.MapPost("/messages", AppendAsync).Needs(Right.WriteData)
            .WithSummary("Appends a message; one whose id the last 1,000 have adds nothing.").ProducesWrite();
    }

    private static async Task<Conversation> CountAsync(HttpContext context, string bot, long chat, GrainCalls calls)
        => Conversation.Of(context, await RecentAsync(context, calls, Key(bot, chat), 0));

    private static async Task<Conversation> ReadAsync(
        HttpContext context, string bot, long chat, GrainCalls calls, long? from = null, int count = 20)
    {
        var key = Key(bot, chat);
        if (count is < 1 or > CountMax)
        {
            throw new InvalidInputException($"{count} messages at once are refused: ask for 1 to {CountMax:N0}.");
        }

        return Conversation.Of(context, from is { } first
            ? await calls.RunAsync(
                CallKind.Read, _ => Grain(calls, key).ReadRangeAsync(first, count, 0), context.RequestAborted)
            : await RecentAsync(context, calls, key, count));
    }

    private static async Task<Appended> AppendAsync(
        HttpContext context, string bot, long chat, MessageInput message, GrainCalls calls)
    {
        var key = Key(bot, chat);
        var named = message.ToMessage();
        var receipt = await calls.RunAsync(
            CallKind.Repeatable, t => Grain(calls, key).AppendAsync(named, t), context.RequestAborted);
        return new Appended(receipt.Sequence, receipt.IsNew);
    }

    private static async Task<Deleted> DeleteAsync(HttpContext context, string bot, long chat, GrainCalls calls)
    {
        var key = Key(bot, chat);
        var deletion = await calls.RunAsync(
            CallKind.Repeatable, t => Grain(calls, key).DeleteAsync(t), context.RequestAborted);
        return new Deleted(deletion.Deleted);
    }

    private static Task<ConversationReading> RecentAsync(
        HttpContext context, GrainCalls calls, ConversationKey key, int count)
        => calls.RunAsync(
            CallKind.Read,
            _ => Grain(calls, key).ReadRecentAsync(count, Answers.FreshnessOf(context.Request), 0),
            context.RequestAborted);

    private static ConversationKey Key(string bot, long chat) => new(new BotId(bot), chat);

    private static IConversationGrain Grain(GrainCalls calls, ConversationKey key)
        => calls.Grains.GetGrain<IConversationGrain>(key.ChatId, key.Bot.Value);
}
