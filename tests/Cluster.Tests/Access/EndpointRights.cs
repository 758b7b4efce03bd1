using HybridOrleans.Silo.Access;

namespace HybridOrleans.Cluster.Tests.Access;

/// <summary>What each endpoint of a silo must ask of its caller. An endpoint without a line here fails a test.</summary>
internal static class EndpointRights
{
    /// <summary>Null for an endpoint that is open to all.</summary>
    public static readonly IReadOnlyDictionary<string, Right?> All = new Dictionary<string, Right?>
    {
        ["GET /health/live"] = null,
        ["GET /health/ready"] = null,
        ["GET /sign-in"] = null,
        ["POST /sign-in"] = null,
        ["POST /sign-out"] = Right.Enter,
        ["GET /session"] = Right.Enter,
        ["GET /dashboard"] = Right.SeeCluster,
        ["GET /dashboard/GrainState"] = Right.SeeEverything,
    };

    /// <summary>The right that an endpoint needs.</summary>
    /// <exception cref="KeyNotFoundException">Nobody has said it.</exception>
    public static Right? Of(string endpoint)
        => All.TryGetValue(endpoint, out var right) ? right
            : endpoint.StartsWith("GET /dashboard/", StringComparison.Ordinal) ? Right.SeeCluster
            : throw new KeyNotFoundException($"Say in {nameof(EndpointRights)} who may call '{endpoint}'.");
}
