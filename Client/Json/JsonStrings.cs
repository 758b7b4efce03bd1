namespace HybridOrleans.Client.Json;

/// <summary>Finds the end of strings in JSON bytes.</summary>
internal static class JsonStrings
{
    /// <summary>The length of the string that begins the text, with both quotes.</summary>
    /// <param name="json">Valid JSON that begins with a quote.</param>
    public static int LengthAt(ReadOnlySpan<byte> json)
    {
        var i = 1;
        while (true)
        {
            i += json[i..].IndexOfAny((byte)'"', (byte)'\\');
            if (json[i] == (byte)'"')
            {
                return i + 1;
            }

            // The escaped byte is passed over with its backslash, so that \" does not end the string.
            i += 2;
        }
    }
}
