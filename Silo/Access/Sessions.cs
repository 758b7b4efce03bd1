using HybridOrleans.Silo.Auditing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace HybridOrleans.Silo.Access;

/// <summary>How browsers stay signed in: a cookie that scripts cannot read and other sites cannot send.</summary>
internal sealed class Sessions(AccessSettings settings, KeyRing keys, Audit audit)
    : IConfigureNamedOptions<CookieAuthenticationOptions>
{
    /// <summary>The name of the scheme, and of a session that began with a key.</summary>
    public const string SchemeName = "session";

    /// <summary>The kind of a session that began at an OpenID Connect provider; no key stands behind it.</summary>
    public const string OpenIdKind = "openid";

    public void Configure(CookieAuthenticationOptions options) => Configure(SchemeName, options);

    public void Configure(string? name, CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "hybrid-session";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = settings.SessionLifetime;
        options.SlidingExpiration = true;
        options.LoginPath = SignInPage.Path;
        options.Events.OnRedirectToLogin = ChallengeAsync;
        options.Events.OnRedirectToAccessDenied = context => ForbidAsync(context.HttpContext);
        options.Events.OnValidatePrincipal = ValidateAsync;
    }

    /// <summary>People get the page to sign in, programs an answer that they can read.</summary>
    private static Task ChallengeAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (!IsPage(context.Request))
        {
            return Refusal.UnknownAsync(context.HttpContext);
        }

        context.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    }

    private static bool IsPage(HttpRequest request)
        => HttpMethods.IsGet(request.Method)
            && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private Task ForbidAsync(HttpContext context)
    {
        audit.ActRefused(context);
        return Refusal.ForbiddenAsync(context);
    }

    /// <summary>A key that expired, was taken away or got another role ends the sessions that it began.</summary>
    private async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var caller = Caller.Of(context.Principal);
        var isOpenId = context.Properties.Items.ContainsKey(OpenIdKind) && settings.OpenId is not null;
        if (caller is null || (!isOpenId && keys.Named(caller.Name)?.Caller != caller))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(SchemeName);
        }
    }
}
