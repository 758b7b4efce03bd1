using System.Text.Json;
using System.Text.Unicode;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Profiles;

/// <summary>Refuses what no silo would accept before it is sent. The silo checks again.</summary>
internal static class ProfileText
{
    private const int DepthMax = 64;

    /// <param name="text">What the caller gave.</param>
    /// <param name="noun">What must be an object.</param>
    /// <param name="bytesMax">The most bytes that it may have without white space.</param>
    /// <exception cref="InvalidInputException">No JSON object, too large, or too deep. Nothing was sent.</exception>
    public static void Require(JsonText text, string noun = "profile", int bytesMax = JsonText.BytesMax)
    {
        var json = text.Utf8.Span;
        if (json.Length > bytesMax && LengthWithoutSpace(json) is var length && length > bytesMax)
        {
            throw Refused($"it has {length:N0} bytes, and at most {bytesMax:N0} are allowed");
        }

        if (!Utf8.IsValid(json))
        {
            throw Refused("it is not valid UTF-8");
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = DepthMax });
        var isObject = false;
        try
        {
            isObject = reader.Read() && reader.TokenType == JsonTokenType.StartObject;
            while (reader.Read())
            {
            }
        }
        catch (JsonException e) when (reader.CurrentDepth >= DepthMax)
        {
            throw Refused($"it is nested deeper than {DepthMax} levels", e);
        }
        catch (JsonException e)
        {
            throw Refused($"it is no JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}", e);
        }

        if (!isObject)
        {
            throw Refused($"it is JSON, but no object, and a {noun} is one");
        }
    }

    private static int LengthWithoutSpace(ReadOnlySpan<byte> json)
    {
        var length = 0;
        var inString = false;
        for (var i = 0; i < json.Length; i++)
        {
            var isSpace = json[i] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
            length += inString || !isSpace ? 1 : 0;
            if (inString && json[i] == (byte)'\\')
            {
                i++;
                length++;
            }
            else if (json[i] == (byte)'"')
            {
                inString = !inString;
            }
        }

        return length;
    }

    private static InvalidInputException Refused(string reason, Exception? cause = null)
        => new($"The body is refused: {reason}. Nothing was sent.", cause);
}
