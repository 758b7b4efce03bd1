using HybridOrleans.Silo.Access;
using HybridOrleans.Silo.Api;
using HybridOrleans.Silo.Configuration;
using HybridOrleans.Silo.Health;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Orleans.Dashboard;

namespace HybridOrleans.Silo.Hosting;

/// <summary>Everything that this silo answers over HTTP. Health is open; all else asks who is there.</summary>
internal static class HttpEndpoints
{
    /// <summary>The largest body of a request: one of 1 MiB, with white space and what is around it.</summary>
    public const int BodyBytesMax = (1024 + 64) * 1024;

    /// <summary>Sets the limits of the server.</summary>
    public static void Limit(KestrelServerOptions server)
    {
        server.AddServerHeader = false;
        server.Limits.MaxRequestBodySize = BodyBytesMax;
    }

    /// <summary>Maps all endpoints.</summary>
    public static void Map(WebApplication application, SiloSettings settings)
    {
        application.Use(ProtectAsync);
        application.UseExceptionHandler();
        application.UseStatusCodePages();
        application.UseAccess();
        application.MapGet("/health/live", () => Results.Text("live")).AllowAnonymous().DisableRateLimiting();
        application.MapGet("/health/ready", ReadinessEndpoint.AnswerAsync).AllowAnonymous().DisableRateLimiting();
        application.MapSignIn();
        application.MapApi();
        if (application.Services.GetRequiredService<AccessSettings>().OpenId is not null)
        {
            application.MapOpenId();
        }

        if (settings.Dashboard)
        {
            IEndpointConventionBuilder dashboard = application.MapOrleansDashboard("/dashboard");
            dashboard.Needs(Right.SeeCluster).Add(OnlyAdminsSeeState);
        }
    }

    private static Task ProtectAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        return next(context);
    }

    /// <summary>That page calls what a grain answers without arguments, of any grain whose key is typed in.</summary>
    private static void OnlyAdminsSeeState(EndpointBuilder endpoint)
    {
        if (endpoint is RouteEndpointBuilder { RoutePattern.RawText: { } pattern }
            && pattern.EndsWith("/GrainState", StringComparison.Ordinal))
        {
            endpoint.Metadata.Add(new Microsoft.AspNetCore.Authorization.AuthorizeAttribute(
                nameof(Right.SeeEverything)));
        }
    }
}
