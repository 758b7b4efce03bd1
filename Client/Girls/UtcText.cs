using System.Globalization;

namespace HybridOrleans.Client.Girls;

/// <summary>A time as the old bot writes it: UTC, with a Z at the end.</summary>
internal static class UtcText
{
    /// <summary>The text of a time, to the microsecond.</summary>
    public static string Of(DateTimeOffset time)
        => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The same, without a fraction that is zero.</summary>
    public static string ShortOf(DateTimeOffset time)
        => time.UtcTicks % TimeSpan.TicksPerSecond < TimeSpan.TicksPerMicrosecond
            ? time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : Of(time);
}
