using System.Buffers;

namespace HybridOrleans.Client.Json;

/// <summary>Removes the insignificant white space of valid JSON. Tokens stay byte for byte as they are.</summary>
internal static class CompactJson
{
    private static readonly SearchValues<byte> QuoteOrSpace = SearchValues.Create("\" \t\r\n"u8);

    /// <param name="json">Text that a JSON reader accepted; anything else may throw.</param>
    public static byte[] From(ReadOnlySpan<byte> json)
    {
        var output = new byte[json.Length];
        var length = 0;
        while (!json.IsEmpty)
        {
            var next = json.IndexOfAny(QuoteOrSpace);
            var plain = next < 0 ? json.Length : next;
            var taken = plain + (next >= 0 && json[next] == (byte)'"' ? JsonStrings.LengthAt(json[next..]) : 0);
            json[..taken].CopyTo(output.AsSpan(length));
            length += taken;
            json = json[(next >= 0 && taken == plain ? taken + 1 : taken)..];
        }

        return output[..length];
    }
}
