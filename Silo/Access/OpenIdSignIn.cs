using System.Security.Claims;
using System.Text.Encodings.Web;
using HybridOrleans.Silo.Auditing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace HybridOrleans.Silo.Access;

/// <summary>Signing in at an OpenID Connect provider, by the library; ours is which role a person has.</summary>
internal static class OpenIdSignIn
{
    private const string SchemeName = "openid";

    /// <summary>Adds the scheme.</summary>
    public static void AddOpenId(this AuthenticationBuilder authentication, OpenIdSettings provider)
        => authentication.AddOpenIdConnect(SchemeName, options =>
        {
            options.SignInScheme = Sessions.SchemeName;
            options.Authority = provider.Authority.AbsoluteUri;
            options.ClientId = provider.ClientId;
            options.ClientSecret = provider.ClientSecret;
            options.RequireHttpsMetadata = provider.Authority.Scheme == Uri.UriSchemeHttps;
            options.ResponseType = OpenIdConnectResponseType.Code;
            options.UsePkce = true;
            // The way back is a link and no form of another site, so that the cookies of the way need not cross sites.
            options.ResponseMode = OpenIdConnectResponseMode.Query;
            options.CorrelationCookie.SameSite = options.NonceCookie.SameSite = SameSiteMode.Lax;
            options.CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.MapInboundClaims = false;
            options.CallbackPath = $"{SignInPage.Path}/openid/callback";
            options.Events.OnTokenValidated = context => AcceptAsync(context, provider);
            options.Events.OnRemoteFailure = RefuseAsync;
        });

    /// <summary>Maps the link to the provider, and where people come back.</summary>
    public static void MapOpenId(this IEndpointRouteBuilder routes)
    {
        routes.MapGet($"{SignInPage.Path}/openid", (string? returnUrl) => Results.Challenge(
                new AuthenticationProperties
                {
                    RedirectUri = $"{SignInPage.Path}/done?returnUrl={Uri.EscapeDataString(ReturnPath.Of(returnUrl))}",
                },
                [SchemeName]))
            .AllowAnonymous().ExcludeFromDescription();

        // A strict cookie is not sent where another site leads; a page of ours that leads on is no other site.
        routes.MapGet($"{SignInPage.Path}/done", (string? returnUrl) => Results.Content(
                "<!doctype html><title>Signed in</title><meta http-equiv=\"refresh\" content=\"0;url="
                    + $"{HtmlEncoder.Default.Encode(ReturnPath.Of(returnUrl))}\">",
                "text/html; charset=utf-8"))
            .AllowAnonymous().ExcludeFromDescription();
    }

    private static Task RefuseAsync(RemoteFailureContext context)
    {
        context.HandleResponse();
        var services = context.HttpContext.RequestServices;
        if (!services.GetRequiredService<FailedSignIns>().Count(context.HttpContext))
        {
            return Refusal.TooManyAsync(context.HttpContext, FailedSignIns.Window);
        }

        services.GetRequiredService<Audit>().KeyRefused(context.HttpContext);
        return Refusal.WriteAsync(
            context.HttpContext,
            StatusCodes.Status403Forbidden,
            "The provider does not say that you may enter",
            "Its answer is not valid, or gives you no role: HybridOrleans:Access:OpenId:RoleClaim names the claim.");
    }

    /// <summary>Keeps name and role, and nothing else that the provider tells about a person.</summary>
    private static Task AcceptAsync(TokenValidatedContext context, OpenIdSettings provider)
    {
        var subject = context.Principal?.FindFirstValue("preferred_username")
            ?? context.Principal?.FindFirstValue("sub");
        var role = context.Principal?.FindAll(provider.RoleClaim)
            .Select(c => Enum.TryParse<AccessRole>(c.Value, ignoreCase: true, out var r) ? r : (AccessRole?)null)
            .Max();
        if (subject is null || role is not { } found || !Enum.IsDefined(found))
        {
            context.Fail($"The claim '{provider.RoleClaim}' names no role: reader, operator or admin.");
            return Task.CompletedTask;
        }

        // Nobody who signs in elsewhere can pass for a key: no key's name has a colon.
        var name = $"openid:{subject}";
        var caller = new Caller(name.Length > 64 ? name[..64] : name, found, Bot: null);
        context.Principal = new ClaimsPrincipal(caller.ToIdentity(Sessions.SchemeName));
        context.Properties!.Items[Sessions.OpenIdKind] = "";
        context.HttpContext.RequestServices.GetRequiredService<Audit>().SignedIn(caller.Name, found.ToString());
        return Task.CompletedTask;
    }
}
