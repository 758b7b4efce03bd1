using System.Text.Json;
using Telegram.Bot;

namespace HybridOrleans.Samples.DatingBot.StandIn;

/// <summary>Answers in the shape of the Bot API.</summary>
internal static class ApiAnswer
{
    public static IResult Ok<T>(T result)
        => Results.Json(new { ok = true, result }, JsonBotAPI.Options);

    /// <param name="code">Status and <c>error_code</c>.</param>
    /// <param name="description">What is wrong, in Telegram's words.</param>
    public static IResult Error(int code, string description)
        => Results.Json(new { ok = false, error_code = code, description }, JsonBotAPI.Options, null, code);

    /// <summary>Too many requests.</summary>
    /// <param name="wait">How long to wait; told in whole seconds, rounded up.</param>
    public static IResult SlowDown(TimeSpan wait)
    {
        var seconds = (int)Math.Ceiling(wait.TotalSeconds);
        return Results.Json(
            new
            {
                ok = false,
                error_code = StatusCodes.Status429TooManyRequests,
                description = $"Too Many Requests: retry after {seconds}",
                parameters = new { retry_after = seconds },
            },
            JsonBotAPI.Options,
            null,
            StatusCodes.Status429TooManyRequests);
    }

    /// <summary>A member of a request as a number; 0 when there is none.</summary>
    public static long Number(this JsonElement request, string name)
        => request.ValueKind == JsonValueKind.Object && request.TryGetProperty(name, out var value)
            && value.TryGetInt64(out var number) ? number : 0;

    /// <summary>A member of a request as text; empty when there is none.</summary>
    public static string Text(this JsonElement request, string name)
        => request.ValueKind == JsonValueKind.Object && request.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
