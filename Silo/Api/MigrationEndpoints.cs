using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Silo.Access;

namespace HybridOrleans.Silo.Api;

/// <summary>Migrations: <c>/migration/{component}</c>. Who asks is the name of the key, and nothing else.</summary>
internal static class MigrationEndpoints
{
    private static readonly MigrationVerb[] Verbs =
    [
        MigrationVerb.Enable, MigrationVerb.Disable, MigrationVerb.Verify, MigrationVerb.RampDown,
        MigrationVerb.Complete,
    ];

    public static void MapMigration(this IEndpointRouteBuilder api)
    {
        var migration = api.MapGroup("/migration").WithTags("migration");
        migration.MapGet("/{component}", StatusAsync).Needs(Right.SeeCluster)
            .WithSummary("Where the migration of a component stands, and what holds now.");
        migration.MapGet("/{component}/history", HistoryAsync).Needs(Right.SeeCluster)
            .WithSummary("What was done, when, by whom and why; newest first.");
        migration.MapPost("/{component}/{verb}", DoAsync).Needs(Right.SteerCluster)
            .WithSummary("enable, disable, verify, rampdown or complete. Safe to repeat; work goes on by itself.")
            .Produces<MigrationAnswer>().ProducesProblem(StatusCodes.Status409Conflict).ProducesWrite();
    }

    private static async Task<MigrationView> StatusAsync(HttpContext context, string component, GrainCalls calls)
    {
        var name = ComponentOf(component);
        return MigrationView.Of(await calls.RunAsync(
            CallKind.Read, t => Controller(calls).StatusAsync(name, t), context.RequestAborted));
    }

    private static Task<IReadOnlyList<HistoryListing>> HistoryAsync(
        HttpContext context, string component, GrainCalls calls)
    {
        var name = ComponentOf(component);
        return calls.RunAsync(
            CallKind.Read, t => Controller(calls).HistoryAsync(name, t), context.RequestAborted);
    }

    private static async Task<IResult> DoAsync(
        HttpContext context, string component, string verb, GrainCalls calls, bool dryRun = false, string why = "")
    {
        var name = ComponentOf(component);
        var request = new MigrationRequest
        {
            Verb = VerbOf(verb), By = Caller.Of(context.User)!.Name, Why = why, DryRun = dryRun,
        };
        var answer = await calls.RunAsync(
            CallKind.Repeatable, t => Controller(calls).DoAsync(name, request, t), context.RequestAborted);
        return answer.Done
            ? Results.Ok(answer)
            : Results.Problem(
                statusCode: StatusCodes.Status409Conflict,
                title: "The migration cannot take this step now",
                detail: answer.Message);
    }

    private static IMigrationControllerGrain Controller(GrainCalls calls)
        => calls.Grains.GetGrain<IMigrationControllerGrain>(0);

    private static ComponentName ComponentOf(string text)
        => Enum.GetValues<ComponentName>().Where(c => Lower(c) == text).Select(c => (ComponentName?)c).FirstOrDefault()
            ?? throw new InvalidInputException(
                $"There is no such component: {string.Join(", ", Enum.GetValues<ComponentName>().Select(Lower))}.");

    private static MigrationVerb VerbOf(string text)
        => Verbs.Where(v => Lower(v) == text).Select(v => (MigrationVerb?)v).FirstOrDefault()
            ?? throw new InvalidInputException(
                $"There is no such verb: {string.Join(", ", Verbs.Select(Lower))}. 'hybrid migration' has all.");

    private static string Lower<T>(T value)
        where T : struct, Enum
        => value.ToString().ToLowerInvariant();
}
