using System.Globalization;

namespace HybridOrleans.Cli.Import.Source;

/// <summary>Times as the old bot wrote them.</summary>
internal static class ZonedTime
{
    private static readonly string[] Forms =
        ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd' 'HH:mm:ss.FFFFFFFK"];

    /// <summary>Reads a time that names its zone: one without could be any of 26 hours, and is not guessed.</summary>
    /// <returns>Null when it is none.</returns>
    public static DateTimeOffset? Read(string? text)
        => DateTimeOffset.TryParseExact(
            text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && HasZone(text!)
            ? time
            : null;

    private static bool HasZone(string text)
        => text[^1] == 'Z' || text.LastIndexOfAny(['+', '-']) > "yyyy-MM-dd".Length;
}
