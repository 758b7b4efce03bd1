using Microsoft.AspNetCore.Authorization;

namespace HybridOrleans.Silo.Access;

/// <summary>Asks <see cref="Rights"/>, with the bot that the path names.</summary>
/// <remarks>
/// An endpoint may have several; a handler is shown all of them, and judges each by what that one asks for.
/// </remarks>
internal sealed class RightRequirement(Right right)
    : AuthorizationHandler<RightRequirement>, IAuthorizationRequirement
{
    private readonly Right _right = right;

    /// <summary>The part of a path that names a bot.</summary>
    public const string BotRoute = "bot";

    protected override Task HandleRequirementAsync(
        AuthorizationHandlerContext context, RightRequirement requirement)
    {
        var bot = (context.Resource as HttpContext)?.Request.RouteValues[BotRoute] as string;
        if (Caller.Of(context.User) is { } caller && Rights.Allow(caller, requirement._right, bot))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
