using System.Text.Json;
using System.Text.Unicode;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Profiles;

/// <summary>Refuses what no silo would accept before it is sent. The silo checks again.</summary>
internal static class ProfileText
{
    private const int DepthMax = 64;

    /// <exception cref="InvalidInputException">No JSON object, too large, or too deep. Nothing was sent.</exception>
    public static void Require(JsonText text)
    {
        var json = text.Utf8.Span;
        if (json.Length > JsonText.BytesMax && LengthWithoutSpace(json) is var length and > JsonText.BytesMax)
        {
            throw Refused($"it has {length:N0} bytes, and at most {JsonText.BytesMax:N0} are allowed");
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
            throw Refused("it is JSON, but no object, and a profile is one");
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
