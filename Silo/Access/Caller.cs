using System.Security.Claims;

namespace HybridOrleans.Silo.Access;

/// <summary>Who calls, as the claims of a request tell.</summary>
/// <param name="Name">The name of the key, or of the person that signed in elsewhere.</param>
/// <param name="Role">How much it may do.</param>
/// <param name="Bot">The one bot that it may see; null when it is bound to none.</param>
internal sealed record Caller(string Name, AccessRole Role, string? Bot)
{
    private const string BotClaim = "hybrid.bot";

    /// <summary>Null when nobody is known, or nobody of ours.</summary>
    public static Caller? Of(ClaimsPrincipal? user)
        => user?.Identity is { IsAuthenticated: true, Name: { Length: > 0 } name }
            && Enum.TryParse<AccessRole>(user.FindFirstValue(ClaimTypes.Role), out var role)
            ? new Caller(name, role, user.FindFirstValue(BotClaim))
            : null;

    /// <summary>The claims.</summary>
    /// <param name="scheme">How it was found out.</param>
    public ClaimsIdentity ToIdentity(string scheme)
    {
        var identity = new ClaimsIdentity(
            [new(ClaimTypes.Name, Name), new(ClaimTypes.Role, Role.ToString())],
            scheme);
        if (Bot is not null)
        {
            identity.AddClaim(new(BotClaim, Bot));
        }

        return identity;
    }
}
