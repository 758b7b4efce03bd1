using Microsoft.AspNetCore.Antiforgery;

namespace HybridOrleans.Silo.Access;

/// <summary>
/// Lets a browser's cookie change something only together with an anti-forgery token. Keys need none: no browser sends
/// them by itself.
/// </summary>
internal sealed class CookieWrites(RequestDelegate next, IAntiforgery antiforgery)
{
    /// <summary>The header that carries the token, which <c>/session</c> tells.</summary>
    public const string TokenHeader = "X-Csrf-Token";

    /// <summary>Handles a request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.User.Identity?.AuthenticationType == Sessions.SchemeName
            && !await antiforgery.IsRequestValidAsync(context))
        {
            await Refusal.WriteAsync(
                context,
                StatusCodes.Status403Forbidden,
                "The anti-forgery token is missing or wrong",
                $"A request that changes something by cookie sends the token of /session in '{TokenHeader}'. Nothing "
                + "was done.");
            return;
        }

        await next(context);
    }
}
