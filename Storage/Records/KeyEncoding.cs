using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace HybridOrleans.Storage.Records;

/// <summary>The one encoding of keys, used as a path and as a primary key alike.</summary>
/// <remarks>
/// Segments are joined by <c>/</c>. Inside a segment <c>[a-z0-9_.-]</c> stands for itself and every other byte of the
/// UTF-8 text is <c>%xx</c>. Upper case is escaped too, since some file systems and collations ignore case. A dot that
/// begins a segment (<c>..</c>, hidden files) or the text <c>.json</c> (our file extension) is escaped, so that no key
/// names a folder or a file of ours. A segment that needs more than 199 bytes is cut into parts of at most 199, and all
/// but the last get a bare <c>%</c> at their end, which no other segment has. The encoding is therefore one to one.
/// </remarks>
internal static class KeyEncoding
{
    /// <summary>The longest encoded key, in bytes.</summary>
    public const int KeyBytesMax = 1024;

    /// <summary>The longest name of a folder, with the mark of a cut segment.</summary>
    private const int PartBytesMax = 200;

    private static readonly SearchValues<byte> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-."u8);
    private static readonly SearchValues<char> PlainOrSlash =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-./");
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
                throw TooLong();
            }
        }

        return text.ToString();
    }

    /// <summary>The raw segments of an encoded key.</summary>
    /// <exception cref="InvalidRecordException">The text is no encoded key.</exception>
    public static IReadOnlyList<string> Decode(string text)
    {
        Validate(text);
        TryDecode(text, out var segments);
        return segments;
    }

    /// <summary>Refuses a text that <see cref="Encode"/> never makes.</summary>
    /// <exception cref="InvalidRecordException">The text is no encoded key.</exception>
    public static void Validate(string text)
    {
        // Most keys are plain, and walks meet a great many of them; all others are made again and compared.
        if (text.Length is 0 or > KeyBytesMax || (!IsPlain(text) && !IsMadeAgain(text)))
        {
            throw InvalidRecordException.Key("it is not in the encoded form");
        }
    }

    /// <summary>True when the text stands for itself: nothing in it is escaped, and nothing would have to be.</summary>
    private static bool IsPlain(string text)
    {
        if (text.AsSpan().ContainsAnyExcept(PlainOrSlash) || text.Contains(".json", StringComparison.Ordinal))
        {
            return false;
        }

        foreach (var part in text.AsSpan().Split('/'))
        {
            var segment = text.AsSpan()[part];
            if (segment.IsEmpty || segment[0] == '.' || segment.Length >= PartBytesMax)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsMadeAgain(string text)
    {
        try
        {
            return TryDecode(text, out var segments) && Encode([.. segments]) == text;
        }
        catch (InvalidRecordException)
        {
            return false;
        }
    }

    private static bool TryDecode(string text, out List<string> segments)
    {
        segments = [];
        var bytes = new List<byte>();
        foreach (var part in text.Split('/'))
        {
            var goesOn = part.EndsWith('%');
            if (!TryUnescape(goesOn ? part.AsSpan(0, part.Length - 1) : part, bytes))
            {
                return false;
            }

            if (!goesOn)
            {
                var utf8 = CollectionsMarshal.AsSpan(bytes);
                if (!System.Text.Unicode.Utf8.IsValid(utf8))
                {
                    return false;
                }

                segments.Add(Encoding.UTF8.GetString(utf8));
                bytes.Clear();
            }
        }

        return bytes.Count == 0;
    }

    private static bool TryUnescape(ReadOnlySpan<char> part, List<byte> bytes)
    {
        while (!part.IsEmpty)
        {
            if (part[0] != '%')
            {
                bytes.Add((byte)part[0]);
                part = part[1..];
                continue;
            }

            if (part.Length < 3
                || !byte.TryParse(part.Slice(1, 2), NumberStyles.AllowHexSpecifier, null, out var value))
            {
                return false;
            }

            bytes.Add(value);
            part = part[3..];
        }

        return true;
    }

    private static void AppendSegment(StringBuilder text, string segment)
    {
        if (segment.Length == 0)
        {
            throw InvalidRecordException.Key("a segment is empty");
        }

        if (segment.Length > KeyBytesMax)
        {
            throw TooLong();
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
            if (length + width > PartBytesMax - 1)
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

    private static InvalidRecordException TooLong()
        => InvalidRecordException.Key($"it is longer than {KeyBytesMax} bytes when encoded");

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
