using System.Buffers;
using System.Globalization;

namespace HybridOrleans.Grains.Erasing;

/// <summary>Tells quarantined items that may hold something of many users by the name of their source.</summary>
internal static class SourcesOfMany
{
    private static readonly SearchValues<char> OfNumbers = SearchValues.Create("-0123456789");

    /// <summary>A file of profiles, or a part of one that is under no id.</summary>
    public static bool OfProfiles(string source)
        => source == "girls_data.json" || IsUnderNoId(source, "girls_data.json#") || IsUnderNoId(source, "girls_data/");

    /// <summary>A file of messages, or of a day of messages, whose name is no chat.</summary>
    public static bool OfMessages(string source)
        => IsUnderNoId(source, "conversations/") || IsUnderNoId(source, "backups/");

    /// <summary>A file of events or an entry of one, or a part of a stored log of events.</summary>
    public static bool OfEvents(string source)
        => source.StartsWith("analytics_", StringComparison.Ordinal)
            || source.StartsWith("analytics/", StringComparison.Ordinal);

    /// <summary>True behind a start that no id follows in its one usual spelling.</summary>
    private static bool IsUnderNoId(string source, string start)
    {
        if (!source.StartsWith(start, StringComparison.Ordinal))
        {
            return false;
        }

        var name = source[start.Length..];
        var length = name.AsSpan().IndexOfAnyExcept(OfNumbers);
        var digits = length < 0 ? name : name[..length];
        return !long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id)
            || id == 0 || id.ToString(CultureInfo.InvariantCulture) != digits;
    }
}
