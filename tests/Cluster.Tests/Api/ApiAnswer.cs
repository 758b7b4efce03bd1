using System.Net;

namespace HybridOrleans.Cluster.Tests.Api;

/// <summary>What came back.</summary>
internal sealed record ApiAnswer(
    HttpStatusCode Status, string Body, string? Tag, IReadOnlyDictionary<string, string> Headers, string? Type)
{
    /// <summary>True for an error that tells what is wrong with the request.</summary>
    public bool IsRefusal => (int)Status is >= 400 and < 500;
}
