namespace HybridOrleans.Storage.Erasing;

/// <summary>Finds a number in a text of any kind.</summary>
internal static class WholeNumber
{
    /// <summary>True when a number stands somewhere, and not as a part of a longer one.</summary>
    public static bool IsIn(ReadOnlySpan<byte> text, ReadOnlySpan<byte> number)
    {
        for (var rest = text; rest.IndexOf(number) is >= 0 and var at; rest = rest[(at + 1)..])
        {
            var start = text.Length - rest.Length + at;
            var end = start + number.Length;
            var isPart = (start > 0 && (char.IsAsciiDigit((char)text[start - 1]) || text[start - 1] is (byte)'-'))
                || (end < text.Length && char.IsAsciiDigit((char)text[end]));
            if (!isPart)
            {
                return true;
            }
        }

        return false;
    }
}
