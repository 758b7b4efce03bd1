using HybridOrleans.Silo.Access;
using HybridOrleans.Silo.Health;

namespace HybridOrleans.Silo.Api;

/// <summary>The HTTP API, for bots in other languages and for tools. docs/http-api.md describes it.</summary>
internal static class ApiEndpoints
{
    /// <summary>Where it begins.</summary>
    public const string Prefix = "/api/v1";

    /// <summary>Adds what it needs.</summary>
    public static void AddApi(this IServiceCollection services)
    {
        services.AddSingleton<GrainCalls>();
        services.AddProblemDetails();
        services.AddExceptionHandler<ApiErrors>();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(options => ApiJson.Set(options.SerializerOptions));
        services.AddOpenApi("v1", ApiDescription.Set);
    }

    /// <summary>Maps all of it.</summary>
    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(Prefix).Needs(Right.Enter);
        api.MapGet("/health", (Delegate)ReadinessEndpoint.AnswerAsync).WithTags("health")
            .WithSummary("The state of this silo and of its stores; 503 when it is not ready.")
            .Produces(StatusCodes.Status200OK).Produces(StatusCodes.Status503ServiceUnavailable);
        api.MapMigration();
        var bot = api.MapGroup($"/bots/{{{RightRequirement.BotRoute}}}");
        bot.MapProfiles();
        bot.MapErasure();
        bot.MapConfiguration();
        bot.MapConversations();
        bot.MapEvents();
        routes.MapOpenApi($"{Prefix}/openapi.json").Needs(Right.Enter);
    }
}
