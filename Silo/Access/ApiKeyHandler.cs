using System.Security.Claims;
using System.Text.Encodings.Web;
using HybridOrleans.Silo.Auditing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace HybridOrleans.Silo.Access;

/// <summary>Knows callers by the key that they send with each request.</summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder,
    KeyRing keys, FailedSignIns failures, Audit audit)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The name of the scheme.</summary>
    public const string SchemeName = "key";

    private const string Bearer = "Bearer ";
    private const string Header = "X-Api-Key";

    private static readonly object TooMany = new();

    /// <summary>True when a request shows a key, right or wrong.</summary>
    public static bool IsShown(HttpContext context) => Shown(context.Request) is not null;

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Shown(Request) is not { } shown)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        if (keys.Find(shown) is { } key)
        {
            var user = new ClaimsPrincipal(key.Caller.ToIdentity(SchemeName));
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(user, SchemeName)));
        }

        if (failures.Count(Context))
        {
            audit.KeyRefused(Context);
        }
        else
        {
            Context.Items[TooMany] = TooMany;
        }

        return Task.FromResult(AuthenticateResult.Fail("It is no key of this silo."));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
        => Context.Items.ContainsKey(TooMany)
            ? Refusal.TooManyAsync(Context, FailedSignIns.Window)
            : Refusal.UnknownAsync(Context);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        audit.ActRefused(Context);
        return Refusal.ForbiddenAsync(Context);
    }

    private static string? Shown(HttpRequest request)
        => request.Headers[Header] is [{ } key] ? key
            : request.Headers.Authorization is [{ } text] && text.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
                ? text[Bearer.Length..].Trim()
                : null;
}
