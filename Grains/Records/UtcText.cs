using System.Globalization;

namespace HybridOrleans.Grains.Records;

/// <summary>A time as the old bot writes it: UTC to the microsecond, with a Z at the end.</summary>
internal static class UtcText
{
    /// <summary>The text of a time.</summary>
    public static string Of(DateTimeOffset time)
        => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
