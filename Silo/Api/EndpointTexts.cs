namespace HybridOrleans.Silo.Api;

/// <summary>What the OpenAPI document says of endpoints that take or give stored bodies as they are.</summary>
internal static class EndpointTexts
{
    private const string Json = "application/json";

    /// <summary>It takes any JSON object.</summary>
    public static RouteHandlerBuilder TakesBody(this RouteHandlerBuilder endpoint)
        => endpoint.Accepts<object>(Json, "application/merge-patch+json");

    /// <summary>It gives any JSON object.</summary>
    public static RouteHandlerBuilder ProducesBody(this RouteHandlerBuilder endpoint)
        => endpoint.Produces<object>(StatusCodes.Status200OK, Json)
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    /// <summary>It writes.</summary>
    public static RouteHandlerBuilder ProducesWrite(this RouteHandlerBuilder endpoint)
        => endpoint.ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .ProducesProblem(StatusCodes.Status504GatewayTimeout);
}
