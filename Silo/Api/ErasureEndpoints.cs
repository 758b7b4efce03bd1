using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Silo.Access;
using HybridOrleans.Silo.Auditing;

namespace HybridOrleans.Silo.Api;

/// <summary>Erasing a user everywhere: <c>/bots/{bot}/users/{id}/erasure</c>.</summary>
internal static class ErasureEndpoints
{
    public static void MapErasure(this IEndpointRouteBuilder bot)
    {
        var erasure = bot.MapGroup("/users/{id:long}/erasure").WithTags("erasure").Needs(Right.EraseData);
        erasure.MapPost("", EraseAsync).WithSummary("ERASES a user in every store, for good. Safe to repeat.");
        erasure.MapGet("", StatusAsync).WithSummary("How far the erasure of a user is.");
    }

    private static async Task<Erasure> EraseAsync(
        HttpContext context, string bot, long id, GrainCalls calls, Audit audit)
    {
        var receipt = await calls.RunAsync(
            CallKind.Repeatable, t => Grain(calls, bot, id).EraseAsync(t), context.RequestAborted);
        audit.Acted(context, receipt.State.ToString());
        return Erasure.Of(receipt);
    }

    private static async Task<Erasure> StatusAsync(HttpContext context, string bot, long id, GrainCalls calls)
        => Erasure.Of(await calls.RunAsync(
            CallKind.Read, t => Grain(calls, bot, id).StatusAsync(t), context.RequestAborted));

    private static IErasureGrain Grain(GrainCalls calls, string bot, long id)
    {
        var key = new UserKey(new BotId(bot), id);
        return calls.Grains.GetGrain<IErasureGrain>(key.TelegramId, key.Bot.Value);
    }
}
