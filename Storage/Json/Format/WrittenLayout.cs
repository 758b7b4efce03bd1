using System.Buffers;

namespace HybridOrleans.Storage.Json.Format;

/// <summary>Takes a record's file apart that looks as we write it, without a JSON reader.</summary>
/// <remarks>
/// It gives the body and our member, or nothing where the file looks otherwise in the least: then
/// <see cref="JsonRecordFileReader"/> says whether it is sound. White space is only taken away beside a mark
/// (<c>{}[],:</c>), where it never belongs to a token, so that the file is JSON exactly if the body is. A text that
/// holds one of our own names anywhere, or an escape that may spell one, is not taken.
/// </remarks>
internal static class WrittenLayout
{
    /// <summary>Our member with the longest revision, and what surrounds it.</summary>
    private const int TailMax = 128;

    private static readonly SearchValues<byte> QuoteOrSpace = SearchValues.Create("\" \t\r\n"u8);
    private static readonly SearchValues<byte> Marks = SearchValues.Create("{}[],:"u8);

    /// <summary>Takes a file apart. The body is not yet compared with the digest, nor known to be JSON.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="body">Where the body goes, at least as long as the file.</param>
    /// <param name="rev">Our member; it has a digest.</param>
    /// <returns>The length of the body; 0 when the file looks otherwise.</returns>
    public static int TryTake(ReadOnlySpan<byte> file, Span<byte> body, out RevMember rev)
    {
        var name = ",\n  \"_rev\": \""u8;
        var end = "\"\n}\n"u8;
        rev = default;
        var tail = file[Math.Max(0, file.Length - TailMax)..];
        var cut = tail.LastIndexOf(name);
        if (cut < 0 || !tail.EndsWith(end) || file[0] != (byte)'{'
            || RevMember.TryParse(tail[(cut + name.Length)..^end.Length]) is not { Digest: not null } found)
        {
            return 0;
        }

        rev = found;
        var text = file[..(file.Length - tail.Length + cut)];
        return HoldsOurNames(text) ? 0 : Copy(text, body);
    }

    private static bool HoldsOurNames(ReadOnlySpan<byte> text)
        => text.IndexOf(JsonRecordFile.Rev) >= 0 || text.IndexOf(JsonRecordFile.Value) >= 0
            || text.IndexOf("\\u00"u8) >= 0;

    /// <summary>Copies an object whose end is cut off, and ends it.</summary>
    private static int Copy(ReadOnlySpan<byte> text, Span<byte> body)
    {
        var length = 0;
        while (!text.IsEmpty)
        {
            var next = text.IndexOfAny(QuoteOrSpace);
            var taken = next < 0 ? text.Length : next > 0 ? next : text[0] == (byte)'"' ? StringLength(text) : 0;
            if (taken > 0)
            {
                text[..taken].CopyTo(body[length..]);
                length += taken;
                text = text[taken..];
                continue;
            }

            var space = text.IndexOfAnyExcept(" \t\r\n"u8);
            if (taken < 0 || space < 0 || !(Marks.Contains(body[length - 1]) || Marks.Contains(text[space])))
            {
                return 0;
            }

            text = text[space..];
        }

        // A comma after the opening mark is no JSON, though the body without it is.
        if (length < 2)
        {
            return 0;
        }

        body[length++] = (byte)'}';
        return length;
    }

    /// <returns>The length of the string that begins the text, or -1 when it has no end.</returns>
    private static int StringLength(ReadOnlySpan<byte> text)
    {
        for (var i = 1; i < text.Length; i += 2)
        {
            var next = text[i..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
            {
                return -1;
            }

            i += next;
            if (text[i] == (byte)'"')
            {
                return i + 1;
            }
        }

        return -1;
    }
}
