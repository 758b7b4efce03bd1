using System.Globalization;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Silo.Api;

/// <summary>Answers that several endpoints give.</summary>
internal static class Answers
{
    private const string Json = "application/json";

    /// <summary>The value of <c>Cache-Control: no-cache</c> is the freshness of HTTP.</summary>
    public static Freshness FreshnessOf(HttpRequest request)
        => request.GetTypedHeaders().CacheControl is { NoCache: true } ? Freshness.Fresh : Freshness.Cached;

    /// <summary>A stored body, byte for byte; 304 when the caller has it, 404 when there is none.</summary>
    public static IResult Body(HttpContext context, JsonText? body, long revision, string noun)
    {
        context.Response.Headers.ETag = Preconditions.TagOf(revision);
        if (body is not { } json)
        {
            return Results.Problem(
                statusCode: StatusCodes.Status404NotFound,
                title: $"There is no such {noun}",
                detail: $"The store holds none; it is no failure. It was written {revision} times, with deletes.");
        }

        return Preconditions.IsKnown(context.Request, revision)
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Bytes(json.Utf8.ToArray(), Json);
    }

    /// <summary>Tells which tier answered, and how old the answer is.</summary>
    public static void Mark(HttpContext context, Tier servedBy, TimeSpan age, bool isConfirmed)
    {
        var headers = context.Response.Headers;
        headers["Hybrid-Served-By"] = NameOf(servedBy);
        headers["Hybrid-Confirmed"] = isConfirmed ? "true" : "false";
        headers.Age = ((long)Math.Max(0, age.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        headers.CacheControl = "private, no-cache";
    }

    /// <summary>The receipt of a write.</summary>
    public static Written Receipt(HttpContext context, WriteReceipt receipt)
    {
        context.Response.Headers.ETag = Preconditions.TagOf(receipt.Revision);
        return new Written(receipt.Revision, [.. receipt.HeldBy.Select(NameOf)]);
    }

    private static string NameOf(Tier tier) => tier.ToString().ToLowerInvariant();
}
