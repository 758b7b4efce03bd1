using System.Globalization;
using HybridOrleans.Storage.Hosting;

namespace HybridOrleans.Silo.Health;

/// <summary>
/// Answers <c>/health/ready</c>: 200 when everything that is needed answers, else 503, and always what and since when.
/// </summary>
internal static class ReadinessEndpoint
{
    public static async Task AnswerAsync(HttpContext context)
    {
        var states = await context.RequestServices.GetRequiredService<Readiness>().AskAsync();
        var ready = states.All(s => s.Ready || !s.IsNeeded);
        var stores = context.RequestServices.GetRequiredService<RecordStores>();
        context.Response.StatusCode = ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        await context.Response.WriteAsJsonAsync(
            new Dictionary<string, object>
            {
                ["status"] = ready ? "ready" : "not ready",
                ["dependencies"] = states.Select(Describe).ToArray(),
                ["components"] = stores.Migrations.Sights().Select(Describe).ToArray(),
            },
            context.RequestAborted);
    }

    private static Dictionary<string, object> Describe(ComponentSight sight) => new()
    {
        ["name"] = sight.View.Component.Name,
        ["phase"] = sight.View.Phase.ToString(),
        ["share"] = sight.View.SharePercent,
        ["epoch"] = sight.View.Epoch.Value,
    };

    private static Dictionary<string, string> Describe(DependencyState state)
    {
        var text = new Dictionary<string, string>
        {
            ["name"] = state.Name,
            ["status"] = state.Ready ? "ready" : "not ready",
            ["since"] = state.Since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        };
        if (state.Reason is not null)
        {
            text["reason"] = state.Reason;
        }

        return text;
    }
}
