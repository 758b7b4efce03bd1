using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace HybridOrleans.Silo.Api;

/// <summary>What the OpenAPI document says beside the endpoints.</summary>
internal static class ApiDescription
{
    private const string Key = "key";

    /// <summary>Sets the options.</summary>
    public static void Set(OpenApiOptions options)
    {
        options.ShouldInclude = endpoint
            => endpoint.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "HybridOrleans";
            document.Info.Version = "v1";
            document.Info.Description =
                "State of bots. Every call needs a key: 'Authorization: Bearer KEY' or 'X-Api-Key: KEY'. Errors are "
                + "problem details (RFC 9457). See docs/http-api.md.";
            document.Components ??= new OpenApiComponents();
            document.AddComponent(Key, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A key of the silo.",
            });
            document.Security = [new() { [new OpenApiSecuritySchemeReference(Key, document)] = [] }];
            // It depends on where this silo listens.
            document.Servers?.Clear();
            return Task.CompletedTask;
        });
    }
}
