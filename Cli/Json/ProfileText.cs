using System.Text.Json;
using System.Text.Unicode;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Json;

/// <summary>The text of a profile after the checks that every store makes, or the reason why it is none.</summary>
/// <param name="Body">The compact text; null when there is a fault.</param>
/// <param name="Fault">Why the text is no acceptable profile, without personal data; null when it is one.</param>
internal readonly record struct ProfileText(JsonText? Body, string? Fault)
{
    private const int DepthMax = 64;

    /// <summary>Checks a text of any origin.</summary>
    /// <param name="text">Bytes as found; a leading byte order mark is passed over.</param>
    /// <param name="bytesMax">The most bytes that it may have without white space.</param>
    /// <param name="depthMax">The most levels.</param>
    public static ProfileText Read(
        ReadOnlySpan<byte> text, int bytesMax = JsonText.BytesMax, int depthMax = DepthMax)
    {
        text = text.StartsWith("\uFEFF"u8) ? text[3..] : text;
        if (text.IndexOfAnyExcept(" \t\r\n\0"u8) < 0)
        {
            return new ProfileText(null, "it is blank");
        }

        if (!Utf8.IsValid(text))
        {
            return new ProfileText(null, "it is not valid UTF-8");
        }

        if (FaultOf(text, depthMax) is { } fault)
        {
            return new ProfileText(null, fault);
        }

        var body = CompactJson.From(text);
        return body.Length <= bytesMax
            ? new ProfileText(new JsonText(body), null)
            : new ProfileText(
                null, $"it has {body.Length} bytes without white space, more than the limit of {bytesMax}");
    }

    private static string? FaultOf(ReadOnlySpan<byte> text, int depthMax)
    {
        // One level more than allowed, since the reader does not tell a text that is too deep from one that is no JSON.
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = depthMax + 1 });
        try
        {
            reader.Read();
            var isObject = reader.TokenType == JsonTokenType.StartObject;
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray
                    && reader.CurrentDepth >= depthMax)
                {
                    return $"it is nested deeper than {depthMax} levels";
                }
            }

            return isObject ? null : "it is no JSON object";
        }
        catch (JsonException e)
        {
            return $"it is no JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}";
        }
    }
}
