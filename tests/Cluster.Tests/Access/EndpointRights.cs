using HybridOrleans.Silo.Access;

namespace HybridOrleans.Cluster.Tests.Access;

/// <summary>What each endpoint of a silo must ask of its caller. One without a line here fails a test.</summary>
internal static class EndpointRights
{
    private const string Bot = "/api/v1/bots/{bot}";

    /// <summary>Null for an endpoint that is open to all.</summary>
    public static readonly IReadOnlyDictionary<string, Right?> All = new Dictionary<string, Right?>
    {
        ["GET /health/live"] = null,
        ["GET /health/ready"] = null,
        ["GET /sign-in"] = null,
        ["POST /sign-in"] = null,
        ["POST /sign-out"] = Right.Enter,
        ["GET /session"] = Right.Enter,
        ["GET /api/v1/health"] = Right.Enter,
        ["GET /api/v1/openapi.json"] = Right.Enter,
        ["GET /api/v1/migration/{component}"] = Right.SeeCluster,
        ["GET /api/v1/migration/{component}/history"] = Right.SeeCluster,
        ["POST /api/v1/migration/{component}/{verb}"] = Right.SteerCluster,
        [$"GET {Bot}/profiles"] = Right.ReadData,
        [$"GET {Bot}/profiles/{{id:long}}"] = Right.ReadData,
        [$"PUT {Bot}/profiles/{{id:long}}"] = Right.WriteData,
        [$"PATCH {Bot}/profiles/{{id:long}}"] = Right.WriteData,
        [$"DELETE {Bot}/profiles/{{id:long}}"] = Right.WriteData,
        [$"POST {Bot}/profiles/{{id:long}}/activity"] = Right.WriteData,
        [$"GET {Bot}/users/{{id:long}}/erasure"] = Right.EraseData,
        [$"POST {Bot}/users/{{id:long}}/erasure"] = Right.EraseData,
        [$"GET {Bot}/configuration"] = Right.ReadData,
        [$"PUT {Bot}/configuration"] = Right.WriteData,
        [$"PATCH {Bot}/configuration"] = Right.WriteData,
        [$"DELETE {Bot}/configuration"] = Right.WriteData,
        [$"GET {Bot}/configuration/history"] = Right.ReadData,
        [$"GET {Bot}/conversations/{{chat:long}}"] = Right.ReadData,
        [$"DELETE {Bot}/conversations/{{chat:long}}"] = Right.WriteData,
        [$"GET {Bot}/conversations/{{chat:long}}/messages"] = Right.ReadData,
        [$"POST {Bot}/conversations/{{chat:long}}/messages"] = Right.WriteData,
        [$"POST {Bot}/events"] = Right.WriteData,
        [$"GET {Bot}/events/counts"] = Right.ReadData,
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
