using System.Buffers;
using System.Globalization;
using System.Text;

namespace HybridOrleans.Storage.Records;

/// <summary>The one encoding of keys, used as a path and as a primary key alike.</summary>
/// <remarks>
/// Segments are joined by <c>/</c>. Inside a segment <c>[a-z0-9_.-]</c> stands for itself and every other byte of the
/// UTF-8 text is <c>%xx</c>. Upper case is escaped too, since some file systems and collations ignore case. A dot that
/// begins a segment (<c>..</c>, hidden files) or the text <c>.json</c> (our file extension) is escaped, so that no key
/// names a folder or a file of ours. A segment over 200 bytes is cut into folders whose names end in a bare <c>%</c>,
/// which no other segment does. The encoding is therefore one to one.
/// </remarks>
internal static class KeyEncoding
{
    /// <summary>The longest encoded key, in bytes.</summary>
    public const int KeyBytesMax = 1024;

    private const int SegmentBytesMax = 200;

    private static readonly SearchValues<byte> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-."u8);
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-.%/");
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    public static string Encode(ReadOnlySpan<string> segments)
    {
        if (segments.IsEmpty)
        {
            throw InvalidRecordException.Key("it has no segment");
        }

        var text = new StringBuilder();
        foreach (var segment in segments)
        {
            if (text.Length > 0)
            {
                text.Append('/');
            }

            AppendSegment(text, segment);
            if (text.Length > KeyBytesMax)
            {
                throw InvalidRecordException.Key($"it is longer than {KeyBytesMax} bytes when encoded");
            }
        }

        return text.ToString();
    }

    /// <summary>The raw segments of an encoded key.</summary>
    public static IReadOnlyList<string> Decode(string text)
    {
        Validate(text);
        var segments = new List<string>();
        var bytes = new List<byte>();
        foreach (var part in text.Split('/'))
        {
            var goesOn = part.EndsWith('%');
            var encoded = goesOn ? part.AsSpan(0, part.Length - 1) : part;
            for (var i = 0; i < encoded.Length; i++)
            {
                if (encoded[i] == '%')
                {
                    bytes.Add(byte.Parse(encoded.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, null));
                    i += 2;
                }
                else
                {
                    bytes.Add((byte)encoded[i]);
                }
            }

            if (!goesOn)
            {
                segments.Add(StrictUtf8.GetString([.. bytes]));
                bytes.Clear();
            }
        }

        return segments;
    }

    /// <exception cref="InvalidRecordException">The text cannot come from <see cref="Encode"/>.</exception>
    public static void Validate(string text)
    {
        if (text.Length is 0 or > KeyBytesMax || text.AsSpan().ContainsAnyExcept(Allowed))
        {
            throw InvalidRecordException.Key("it is not in the encoded form");
        }

        foreach (var part in text.AsSpan().Split('/'))
        {
            var segment = text.AsSpan()[part];
            if (segment.IsEmpty || segment[0] == '.' || segment.Contains(".json", StringComparison.Ordinal)
                || segment.Length > SegmentBytesMax || !EscapesAreWhole(segment))
            {
                throw InvalidRecordException.Key("it is not in the encoded form");
            }
        }

        if (text.EndsWith('%'))
        {
            throw InvalidRecordException.Key("it is not in the encoded form");
        }
    }

    private static bool EscapesAreWhole(ReadOnlySpan<char> segment)
    {
        for (var i = 0; i < segment.Length; i++)
        {
            if (segment[i] != '%')
            {
                continue;
            }

            if (i == segment.Length - 1)
            {
                return i > 0;
            }

            if (i + 2 >= segment.Length || !char.IsAsciiHexDigitLower(segment[i + 1])
                || !char.IsAsciiHexDigitLower(segment[i + 2]))
            {
                return false;
            }

            i += 2;
        }

        return true;
    }

    private static void AppendSegment(StringBuilder text, string segment)
    {
        if (segment.Length == 0)
        {
            throw InvalidRecordException.Key("a segment is empty");
        }

        // Escaping would make it harmless; it is refused because no honest key looks like this.
        if (segment == ".." || segment.Contains("../", StringComparison.Ordinal)
            || segment.EndsWith("/..", StringComparison.Ordinal))
        {
            throw InvalidRecordException.Key("it holds '../'");
        }

        var bytes = Utf8(segment);
        if (bytes.Contains((byte)0))
        {
            throw InvalidRecordException.Key("it holds a NUL character");
        }

        var length = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            var escape = !Plain.Contains(bytes[i])
                || (bytes[i] == '.' && (i == 0 || length == 0 || bytes.AsSpan(i).StartsWith(".json"u8)));
            var width = escape ? 3 : 1;
            // One byte stays free for the mark of a cut segment.
            if (length + width > SegmentBytesMax - 1)
            {
                text.Append("%/");
                length = 0;
                escape |= bytes[i] == '.';
                width = escape ? 3 : 1;
            }

            if (escape)
            {
                text.Append('%').Append(bytes[i].ToString("x2", CultureInfo.InvariantCulture));
            }
            else
            {
                text.Append((char)bytes[i]);
            }

            length += width;
        }
    }

    private static byte[] Utf8(string segment)
    {
        try
        {
            return StrictUtf8.GetBytes(segment);
        }
        catch (EncoderFallbackException e)
        {
            throw InvalidRecordException.Key("it holds an unpaired surrogate", e);
        }
    }
}
