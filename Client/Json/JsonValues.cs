using System.Text.Json;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Json;

/// <summary>Reads and writes single values.</summary>
internal static class JsonValues
{
    /// <summary>What stands for nothing.</summary>
    public static readonly JsonText Null = new("null");

    /// <summary>The text of a string; null for every other value, and for half of a surrogate pair.</summary>
    public static string? TextOf(JsonText value)
    {
        var reader = new Utf8JsonReader(value.Utf8.Span);
        return reader.Read() && reader.TokenType == JsonTokenType.String ? TextOf(ref reader) : null;
    }

    /// <summary>The text of the string or name that a reader is at; null for half of a surrogate pair.</summary>
    public static string? TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A whole number; null for every other value.</summary>
    public static long? NumberOf(JsonText value)
    {
        var reader = new Utf8JsonReader(value.Utf8.Span);
        var isNumber = reader.Read() && reader.TokenType == JsonTokenType.Number;
        return isNumber && reader.TryGetInt64(out var number) ? number : null;
    }

    /// <summary>True when both are written alike.</summary>
    public static bool AreAlike(JsonText one, JsonText other) => one.Utf8.Span.SequenceEqual(other.Utf8.Span);
}
