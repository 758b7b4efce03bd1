using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HybridOrleans.Silo.Api;

/// <summary>How the API reads and writes what is not a stored body.</summary>
internal static class ApiJson
{
    /// <summary>Sets the options.</summary>
    public static void Set(JsonSerializerOptions options)
    {
        // A misspelt member is a mistake of the caller, and not something to pass over.
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
    }
}
