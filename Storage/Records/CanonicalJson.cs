using System.Buffers;
using System.Text.Json;

namespace HybridOrleans.Storage.Records;

/// <summary>Checks JSON and removes its insignificant white space without touching a token.</summary>
internal static class CanonicalJson
{
    /// <summary>White space may blow a text up; this much of it is still read.</summary>
    private const int TextBytesMax = 8 * RecordBody.BytesMax;

    private static readonly SearchValues<byte> QuoteOrSpace = SearchValues.Create("\" \t\r\n"u8);

    /// <exception cref="InvalidRecordException">The text is no acceptable JSON value.</exception>
    public static byte[] From(ReadOnlySpan<byte> json)
    {
        if (json.Length > TextBytesMax)
        {
            throw InvalidRecordException.BodyTooLarge(json.Length);
        }

        Check(json);
        var body = WithoutSpace(json);
        return body.Length <= RecordBody.BytesMax ? body : throw InvalidRecordException.BodyTooLarge(body.Length);
    }

    private static void Check(ReadOnlySpan<byte> json)
    {
        // The reader passes over the bytes of strings, so their encoding is checked on its own.
        if (!System.Text.Unicode.Utf8.IsValid(json))
        {
            throw InvalidRecordException.Body("it is not valid UTF-8");
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = RecordBody.DepthMax });
        try
        {
            while (reader.Read())
            {
            }
        }
        catch (JsonException e) when (reader.CurrentDepth >= RecordBody.DepthMax)
        {
            throw InvalidRecordException.Body($"it is nested deeper than {RecordBody.DepthMax} levels", e);
        }
        catch (JsonException e)
        {
            throw InvalidRecordException.Body(
                $"it is no JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}", e);
        }
    }

    private static byte[] WithoutSpace(ReadOnlySpan<byte> json)
    {
        var output = new byte[json.Length];
        var length = 0;
        while (!json.IsEmpty)
        {
            var next = json.IndexOfAny(QuoteOrSpace);
            var plain = next < 0 ? json.Length : next;
            json[..plain].CopyTo(output.AsSpan(length));
            length += plain;
            json = json[plain..];
            if (json.IsEmpty)
            {
                break;
            }

            var token = json[0] == (byte)'"' ? StringLength(json) : 0;
            json[..token].CopyTo(output.AsSpan(length));
            length += token;
            json = json[Math.Max(token, 1)..];
        }

        return length == output.Length ? output : output[..length];
    }

    /// <summary>The length of the string that begins the text, quotes included.</summary>
    private static int StringLength(ReadOnlySpan<byte> json)
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
}
