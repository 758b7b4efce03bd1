using System.Globalization;

namespace HybridOrleans.Silo.Access;

/// <summary>The answers to those who are not let in, as problem details (RFC 9457).</summary>
internal static class Refusal
{
    public static Task UnknownAsync(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return WriteAsync(
            context,
            StatusCodes.Status401Unauthorized,
            "A key is needed, and this is none, or it has expired",
            "Send 'Authorization: Bearer KEY' or 'X-Api-Key: KEY', or sign in at /sign-in. Nothing was done.");
    }

    public static Task ForbiddenAsync(HttpContext context) => WriteAsync(
        context,
        StatusCodes.Status403Forbidden,
        "This key may not do that",
        "Its role is too low, or it belongs to another bot; docs/security.md has the table. Nothing was done.");

    public static Task TooManyAsync(HttpContext context, TimeSpan after)
    {
        context.Response.Headers.RetryAfter =
            Math.Max(1, Math.Ceiling(after.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return WriteAsync(
            context,
            StatusCodes.Status429TooManyRequests,
            "Too many requests",
            "Nothing was done. Repeat it after the seconds of 'Retry-After'; HybridOrleans:Access has the limits.");
    }

    public static Task WriteAsync(HttpContext context, int status, string title, string detail)
        => Results.Problem(statusCode: status, title: title, detail: detail).ExecuteAsync(context);
}
