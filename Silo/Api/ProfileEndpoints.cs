using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Silo.Access;

namespace HybridOrleans.Silo.Api;

/// <summary>Profiles: <c>/bots/{bot}/profiles</c>.</summary>
internal static class ProfileEndpoints
{
    private const string Noun = "profile";

    public static void MapProfiles(this IEndpointRouteBuilder bot)
    {
        var all = bot.MapGroup("/profiles").WithTags("profiles");
        all.MapGet("", ListAsync).Needs(Right.ReadData).WithSummary("Ids and revisions, a page at a time.");
        all.MapGet("/{id:long}", GetAsync).Needs(Right.ReadData)
            .WithSummary("A profile, byte for byte.").ProducesBody();
        all.MapPut("/{id:long}", SaveAsync).Needs(Right.WriteData)
            .WithSummary("Replaces the whole profile.").TakesBody().ProducesWrite();
        all.MapPatch("/{id:long}", PatchAsync).Needs(Right.WriteData)
            .WithSummary("Changes parts of it (JSON merge patch).").TakesBody().ProducesWrite();
        all.MapDelete("/{id:long}", DeleteAsync).Needs(Right.WriteData).WithSummary("Deletes it.");
        all.MapPost("/{id:long}/activity", UpdateActivityAsync).Needs(Right.WriteData)
            .WithSummary("Counts a message: message_count and last_activity.").ProducesWrite();
    }

    private static Task<ProfilePage> ListAsync(
        string bot, GrainCalls calls, CancellationToken cancellation, string? after = null, int limit = 100)
    {
        var directory = calls.Grains.GetGrain<IUserDirectoryGrain>(new BotId(bot).Value);
        return calls.RunAsync(CallKind.Read, t => directory.ListAsync(after, limit, t), cancellation);
    }

    private static async Task<IResult> GetAsync(HttpContext context, string bot, long id, GrainCalls calls)
    {
        var reading = await ReadAsync(calls, Key(bot, id), Answers.FreshnessOf(context.Request), context);
        Answers.Mark(context, reading.ServedBy, reading.Age, !reading.IsUnvalidated);
        return Answers.Body(context, reading.Body, reading.Revision, Noun);
    }

    private static async Task<Written> SaveAsync(HttpContext context, string bot, long id, GrainCalls calls)
    {
        var key = Key(bot, id);
        var body = await BodyReader.ReadAsync(context.Request);
        var expected = await Preconditions.ExpectedAsync(context.Request, async () =>
        {
            var present = await ReadAsync(calls, key, Freshness.Fresh, context);
            return (present.Revision, present.Body is not null);
        });
        return await WriteAsync(context, calls, key, (grain, t) => grain.SaveAsync(body, expected, t));
    }

    private static async Task<Written> PatchAsync(HttpContext context, string bot, long id, GrainCalls calls)
    {
        Preconditions.RefuseAny(context.Request);
        var patch = await BodyReader.ReadAsync(context.Request);
        return await WriteAsync(context, calls, Key(bot, id), (grain, t) => grain.PatchAsync(patch, t));
    }

    private static Task<Written> UpdateActivityAsync(HttpContext context, string bot, long id, GrainCalls calls)
    {
        Preconditions.RefuseAny(context.Request);
        return WriteAsync(context, calls, Key(bot, id), (grain, t) => grain.UpdateActivityAsync(t));
    }

    private static async Task<Deleted> DeleteAsync(HttpContext context, string bot, long id, GrainCalls calls)
    {
        Preconditions.RefuseAny(context.Request);
        var grain = Grain(calls, Key(bot, id));
        var receipt = await calls.RunAsync(CallKind.Write, t => grain.DeleteAsync(t), context.RequestAborted);
        return new Deleted(receipt is null ? 0 : 1);
    }

    private static Task<ProfileReading> ReadAsync(
        GrainCalls calls, UserKey key, Freshness freshness, HttpContext context)
        => calls.RunAsync(
            CallKind.Read, _ => Grain(calls, key).ReadAsync(freshness, seenRevision: 0), context.RequestAborted);

    private static async Task<Written> WriteAsync(
        HttpContext context, GrainCalls calls, UserKey key,
        Func<IUserGrain, CancellationToken, ValueTask<WriteReceipt>> write)
        => Answers.Receipt(context, await calls.RunAsync(
            CallKind.Write, t => write(Grain(calls, key), t), context.RequestAborted));

    private static UserKey Key(string bot, long id) => new(new BotId(bot), id);

    private static IUserGrain Grain(GrainCalls calls, UserKey key)
        => calls.Grains.GetGrain<IUserGrain>(key.TelegramId, key.Bot.Value);
}
