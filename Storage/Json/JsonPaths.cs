using System.Globalization;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json;

/// <summary>Where each record lies below the root, and which record lies at a place.</summary>
/// <remarks>
/// One key has one place and the other way round. Users are spread over a hundred folders by the last two digits of
/// their id. A bare <c>%</c> is a name that no key has a part of: it holds the users keys that are no id, and it is the
/// name of a key of one part.
/// </remarks>
internal static class JsonPaths
{
    public const string Extension = ".json";
    public const string TombstoneExtension = ".json.deleted";
    public const string SpareExtension = ".spare";

    /// <summary>The folder of the journals, below the root.</summary>
    public const string JournalFolder = ".journal";

    /// <summary>The folder of the quarantine, below the root.</summary>
    public const string QuarantineFolder = ".quarantine";

    /// <summary>The file that makes a folder a store of ours.</summary>
    public const string IdentityFile = ".store";

    private const string NoSegment = "%";

    /// <summary>The files of a record.</summary>
    public static RecordPaths Of(string root, RecordKey key)
    {
        var text = key.Text;
        var cut = text.IndexOf('/', StringComparison.Ordinal);
        var first = cut < 0 ? text : text[..cut];
        var rest = cut < 0 ? NoSegment : text[(cut + 1)..];
        var folder = $"{first}/{key.Component.Name}";
        if (key.Component == Component.Users)
        {
            folder += IsId(rest) ? "/" + LastTwoDigits(rest) : "/" + NoSegment;
        }

        var name = rest.LastIndexOf('/');
        return name < 0
            ? new RecordPaths(root, folder, rest)
            : new RecordPaths(root, $"{folder}/{rest[..name]}", rest[(name + 1)..]);
    }

    /// <summary>The record whose plain file or tombstone has this place.</summary>
    /// <param name="component">The component whose folder the file lies in.</param>
    /// <param name="first">The folder at the root.</param>
    /// <param name="below">The path below the component's folder.</param>
    /// <returns>Null for any other file.</returns>
    public static RecordKey? KeyAt(Component component, string first, string below)
    {
        var extension = below.EndsWith(TombstoneExtension, StringComparison.Ordinal) ? TombstoneExtension : Extension;
        if (!below.EndsWith(extension, StringComparison.Ordinal))
        {
            return null;
        }

        var rest = below[..^extension.Length];
        if (component == Component.Users)
        {
            var cut = rest.IndexOf('/', StringComparison.Ordinal);
            rest = cut < 0 ? "" : rest[(cut + 1)..];
        }

        try
        {
            var key = RecordKey.FromText(component, rest == NoSegment ? first : $"{first}/{rest}");
            var paths = Of("", key);
            var place = $"{first}/{component.Name}/{below}";
            return place == paths.PlainRelative || place == paths.TombstoneRelative ? key : null;
        }
        catch (InvalidRecordException)
        {
            return null;
        }
    }

    private static bool IsId(string text)
        => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id)
            && id.ToString(CultureInfo.InvariantCulture) == text;

    private static string LastTwoDigits(string id)
    {
        var digits = id.TrimStart('-');
        return digits.Length == 1 ? "0" + digits : digits[^2..];
    }
}
