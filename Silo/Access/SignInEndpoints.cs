using System.Security.Claims;
using HybridOrleans.Silo.Auditing;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;

namespace HybridOrleans.Silo.Access;

/// <summary>Signing in and out with a browser, and who is signed in.</summary>
internal static class SignInEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(SignInPage.Path, (HttpContext context, string? returnUrl)
                => SignInPage.Show(context, ReturnPath.Of(returnUrl), "", StatusCodes.Status200OK))
            .AllowAnonymous().ExcludeFromDescription();
        routes.MapPost(SignInPage.Path, SignInAsync).AllowAnonymous().ExcludeFromDescription();
        routes.MapPost("/sign-out", SignOutAsync).Needs(Right.Enter).ExcludeFromDescription();
        routes.MapGet("/session", Tell).Needs(Right.Enter).ExcludeFromDescription();
    }

    private static async Task<IResult> SignInAsync(
        HttpContext context, [FromForm] string? key, [FromForm] string? returnUrl,
        KeyRing keys, FailedSignIns failures, Audit audit)
    {
        var returnTo = ReturnPath.Of(returnUrl);
        if (keys.Find(key?.Trim() ?? "") is { } known)
        {
            await context.SignInAsync(
                Sessions.SchemeName, new ClaimsPrincipal(known.Caller.ToIdentity(Sessions.SchemeName)));
            audit.SignedIn(known.Caller.Name, known.Caller.Role.ToString());
            return Results.LocalRedirect(returnTo);
        }

        if (!failures.Count(context))
        {
            await Refusal.TooManyAsync(context, FailedSignIns.Window);
            return Results.Empty;
        }

        audit.KeyRefused(context);
        return SignInPage.Show(
            context, returnTo, "This is no key of this silo, or it has expired.", StatusCodes.Status401Unauthorized);
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, Audit audit)
    {
        audit.SignedOut(context.User.Identity!.Name!);
        await context.SignOutAsync(Sessions.SchemeName);
        return Results.LocalRedirect(SignInPage.Path);
    }

    /// <summary>A page of this silo sends the token along with whatever it changes.</summary>
    private static Dictionary<string, string?> Tell(HttpContext context, IAntiforgery antiforgery)
    {
        var caller = Caller.Of(context.User)!;
        return new()
        {
            ["name"] = caller.Name,
            ["role"] = caller.Role.ToString(),
            ["bot"] = caller.Bot,
            ["header"] = CookieWrites.TokenHeader,
            ["token"] = antiforgery.GetAndStoreTokens(context).RequestToken,
        };
    }
}
