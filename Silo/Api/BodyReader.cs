using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Silo.Api;

/// <summary>Takes a stored body from a request as it is; the grain looks at it.</summary>
internal static class BodyReader
{
    /// <exception cref="InvalidInputException">It is of a type that is no JSON.</exception>
    /// <exception cref="BadHttpRequestException">It is too large.</exception>
    public static async Task<JsonText> ReadAsync(HttpRequest request)
    {
        var type = request.GetTypedHeaders().ContentType;
        if (type is not null && !type.MediaType.EndsWith("json", StringComparison.OrdinalIgnoreCase))
        {
            throw new BadHttpRequestException("No JSON.", StatusCodes.Status415UnsupportedMediaType);
        }

        using var body = new MemoryStream(checked((int)Math.Min(request.ContentLength ?? 0, JsonText.BytesMax)));
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        return new JsonText(body.ToArray());
    }
}
