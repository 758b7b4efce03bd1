using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Silo.Access;

namespace HybridOrleans.Silo.Api;

/// <summary>
/// Configuration: <c>/bots/{bot}/configuration</c>. Scope and scope id stand in the query, since they may hold what a
/// path cannot.
/// </summary>
internal static class ConfigurationEndpoints
{
    private const string Noun = "configuration";

    public static void MapConfiguration(this IEndpointRouteBuilder bot)
    {
        var one = bot.MapGroup("/configuration").WithTags("configuration");
        one.MapGet("", GetAsync).Needs(Right.ReadData).WithSummary("A configuration, byte for byte.").ProducesBody();
        one.MapPut("", SaveAsync).Needs(Right.WriteData)
            .WithSummary("Replaces the whole configuration.").TakesBody().ProducesWrite();
        one.MapPatch("", PatchAsync).Needs(Right.WriteData)
            .WithSummary("Changes parts of it (JSON merge patch).").TakesBody().ProducesWrite();
        one.MapDelete("", DeleteAsync).Needs(Right.WriteData).WithSummary("Deletes it with its history.");
        one.MapGet("/history", HistoryAsync).Needs(Right.ReadData).WithSummary("Its last changes, newest first.");
    }

    private static async Task<IResult> GetAsync(
        HttpContext context, string bot, GrainCalls calls, string scope = "global", string scopeId = "")
    {
        var key = new ConfigurationKey(new BotId(bot), scope, scopeId);
        var reading = await ReadAsync(context, calls, key, Answers.FreshnessOf(context.Request));
        Answers.Mark(context, reading.ServedBy, reading.Age, reading.IsConfirmed);
        return Answers.Body(context, reading.Body, reading.Revision, Noun);
    }

    private static async Task<Written> SaveAsync(
        HttpContext context, string bot, GrainCalls calls, string scope = "global", string scopeId = "")
    {
        var key = new ConfigurationKey(new BotId(bot), scope, scopeId);
        var body = await BodyReader.ReadAsync(context.Request);
        var expected = await Preconditions.ExpectedAsync(context.Request, async () =>
        {
            var present = await ReadAsync(context, calls, key, Freshness.Fresh);
            return (present.Revision, present.Body is not null);
        });
        return Answers.Receipt(context, await calls.RunAsync(
            CallKind.Write, t => Grain(calls, key).SaveAsync(body, expected, t), context.RequestAborted));
    }

    private static async Task<Written> PatchAsync(
        HttpContext context, string bot, GrainCalls calls, string scope = "global", string scopeId = "")
    {
        Preconditions.RefuseAny(context.Request);
        var key = new ConfigurationKey(new BotId(bot), scope, scopeId);
        var patch = await BodyReader.ReadAsync(context.Request);
        return Answers.Receipt(context, await calls.RunAsync(
            CallKind.Write, t => Grain(calls, key).PatchAsync(patch, t), context.RequestAborted));
    }

    private static async Task<Deleted> DeleteAsync(
        HttpContext context, string bot, GrainCalls calls, string scope = "global", string scopeId = "")
    {
        Preconditions.RefuseAny(context.Request);
        var key = new ConfigurationKey(new BotId(bot), scope, scopeId);
        var receipt = await calls.RunAsync(
            CallKind.Write, t => Grain(calls, key).DeleteAsync(t), context.RequestAborted);
        return new Deleted(receipt is null ? 0 : 1);
    }

    private static Task<ConfigurationHistory> HistoryAsync(
        HttpContext context, string bot, GrainCalls calls, string scope = "global", string scopeId = "")
    {
        var key = new ConfigurationKey(new BotId(bot), scope, scopeId);
        return calls.RunAsync(CallKind.Read, _ => Grain(calls, key).HistoryAsync(), context.RequestAborted);
    }

    private static Task<ConfigurationReading> ReadAsync(
        HttpContext context, GrainCalls calls, ConfigurationKey key, Freshness freshness)
    {
        var reader = calls.Grains.GetGrain<IConfigurationReaderGrain>(key.ToGrainKey());
        return calls.RunAsync(CallKind.Read, _ => reader.ReadAsync(freshness, 0), context.RequestAborted);
    }

    private static IConfigurationGrain Grain(GrainCalls calls, ConfigurationKey key)
        => calls.Grains.GetGrain<IConfigurationGrain>(key.ToGrainKey());
}
