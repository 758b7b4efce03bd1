using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace HybridOrleans.Storage.Records;

/// <summary>Checks JSON and removes its insignificant white space without touching a token.</summary>
internal static class CanonicalJson
{
    /// <summary>White space may blow a text up; this much of it is still read.</summary>
    public const int TextBytesMax = 8 * RecordBody.BytesMax;

    private static readonly SearchValues<byte> QuoteOrSpace = SearchValues.Create("\" \t\r\n"u8);

    /// <summary>The mark that some editors put before UTF-8 text. RFC 8259 forbids to send it.</summary>
    public static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The canonical form of a text.</summary>
    /// <exception cref="InvalidRecordException">The text is no acceptable JSON value.</exception>
    public static byte[] From(ReadOnlySpan<byte> json)
    {
        if (json.Length > TextBytesMax)
        {
            throw InvalidRecordException.Body(
                $"its text has {json.Length:N0} bytes, and at most {TextBytesMax:N0} are allowed with white space");
        }

        if (FindFault(json, RecordBody.DepthMax, out var cause) is { } fault)
        {
            throw InvalidRecordException.Body(fault, cause);
        }

        var output = new byte[json.Length];
        var length = RemoveSpace(json, output);
        return length <= RecordBody.BytesMax
            ? length == output.Length ? output : output[..length]
            : throw InvalidRecordException.BodyTooLarge(length);
    }

    /// <summary>Says why a text is no JSON value that we take, without quoting it; null when it is one.</summary>
    /// <param name="json">The whole text.</param>
    /// <param name="depthMax">The deepest nesting of objects and arrays that passes.</param>
    /// <param name="cause">What the JSON reader threw, if it was the one to refuse.</param>
    public static string? FindFault(ReadOnlySpan<byte> json, int depthMax, out JsonException? cause)
    {
        cause = null;
        if (json.StartsWith(ByteOrderMark))
        {
            return "it begins with a byte order mark; save it as UTF-8 without one";
        }

        // The JSON reader passes over the bytes of strings, so their encoding is checked on its own.
        if (!Utf8.IsValid(json))
        {
            return "it is not valid UTF-8";
        }

        if (json.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            return json.IsEmpty ? "it is empty" : "it is blank";
        }

        try
        {
            return IsDeeperThan(json, depthMax) ? $"it is nested deeper than {depthMax} levels" : null;
        }
        catch (JsonException e)
        {
            cause = e;
            return $"it is no JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}";
        }
    }

    /// <summary>Copies JSON without its insignificant white space.</summary>
    /// <param name="json">A text without fault, or a part of one that begins and ends between tokens.</param>
    /// <param name="output">At least as long as the text.</param>
    /// <returns>How many bytes were copied.</returns>
    public static int RemoveSpace(ReadOnlySpan<byte> json, Span<byte> output)
    {
        var length = 0;
        while (true)
        {
            var next = json.IndexOfAny(QuoteOrSpace);
            var plain = next < 0 ? json.Length : next;
            json[..plain].CopyTo(output[length..]);
            length += plain;
            if (next < 0)
            {
                return length;
            }

            json = json[plain..];
            var text = json[0] == (byte)'"' ? StringLength(json) : 0;
            json[..text].CopyTo(output[length..]);
            length += text;
            json = json[Math.Max(text, 1)..];
        }
    }

    /// <summary>The length of the string that begins the text, quotes included.</summary>
    public static int StringLength(ReadOnlySpan<byte> json)
    {
        var i = 1;
        while (true)
        {
            i += json[i..].IndexOfAny((byte)'"', (byte)'\\');
            if (json[i] == (byte)'"')
            {
                return i + 1;
            }

            i += 2;
        }
    }

    private static bool IsDeeperThan(ReadOnlySpan<byte> json, int depthMax)
    {
        // The reader may go one level further than we do, so that its own error always means bad syntax.
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = depthMax + 1 });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray
                && reader.CurrentDepth >= depthMax)
            {
                return true;
            }
        }

        return false;
    }
}
