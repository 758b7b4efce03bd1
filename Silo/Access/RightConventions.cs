using Microsoft.AspNetCore.Authorization;

namespace HybridOrleans.Silo.Access;

/// <summary>Lets an endpoint say what it asks of its caller.</summary>
internal static class RightConventions
{
    /// <summary>Only callers with this right get in.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder endpoints, Right right)
        where TBuilder : IEndpointConventionBuilder
        => endpoints.RequireAuthorization(right.ToString());

    /// <summary>One policy for each right; whatever names none asks for <see cref="Right.Enter"/>.</summary>
    public static void AddRights(this AuthorizationOptions options)
    {
        foreach (var right in Enum.GetValues<Right>())
        {
            options.AddPolicy(right.ToString(), PolicyOf(right));
        }

        options.FallbackPolicy = options.DefaultPolicy = PolicyOf(Right.Enter);
    }

    private static AuthorizationPolicy PolicyOf(Right right)
        => new AuthorizationPolicyBuilder().RequireAuthenticatedUser().AddRequirements(new RightRequirement(right))
            .Build();
}
