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

    /// <summary>Of an id, with its sign.</summary>
    private const int MostDigits = 20;

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
            Span<char> digits = stackalloc char[2];
            folder = $"{folder}/{SpreadOf(rest, digits)}";
        }

        var name = rest.LastIndexOf('/');
        return name < 0
            ? new RecordPaths(root, folder, rest)
            : new RecordPaths(root, $"{folder}/{rest[..name]}", rest[(name + 1)..]);
    }

    /// <summary>The name of a record's files without any extension.</summary>
    public static ReadOnlySpan<char> NameOf(RecordKey key)
    {
        var cut = key.Text.LastIndexOf('/');
        return cut < 0 ? NoSegment : key.Text.AsSpan(cut + 1);
    }

    /// <summary>The record whose plain file or tombstone has this place.</summary>
    /// <param name="component">The component whose folder the file lies in.</param>
    /// <param name="first">The folder at the root.</param>
    /// <param name="folder">The folder below the component's; empty for that one.</param>
    /// <param name="name">The name of the file.</param>
    /// <returns>Null for any other file.</returns>
    public static RecordKey? KeyAt(
        Component component, string first, ReadOnlySpan<char> folder, ReadOnlySpan<char> name)
    {
        var extension = name.EndsWith(TombstoneExtension, StringComparison.Ordinal) ? TombstoneExtension : Extension;
        if (!name.EndsWith(extension, StringComparison.Ordinal))
        {
            return null;
        }

        var last = name[..^extension.Length];
        var isSpread = component == Component.Users;
        var cut = isSpread ? folder.IndexOf('/') : -1;
        var spread = cut < 0 ? folder : folder[..cut];
        var above = isSpread ? cut < 0 ? [] : folder[(cut + 1)..] : folder;
        var text = !above.IsEmpty ? $"{first}/{above}/{last}" : last is NoSegment ? first : $"{first}/{last}";
        try
        {
            var key = RecordKey.FromText(component, text);
            Span<char> digits = stackalloc char[2];
            var rest = text.Length == first.Length ? NoSegment : text.AsSpan(first.Length + 1);
            return !isSpread || SpreadOf(rest, digits).SequenceEqual(spread) ? key : null;
        }
        catch (InvalidRecordException)
        {
            return null;
        }
    }

    /// <summary>The folder that a user's record is spread to.</summary>
    /// <param name="rest">The key without its first part.</param>
    /// <param name="digits">Room for two.</param>
    private static ReadOnlySpan<char> SpreadOf(ReadOnlySpan<char> rest, Span<char> digits)
    {
        if (!IsId(rest))
        {
            return NoSegment;
        }

        var id = rest.TrimStart('-');
        digits[0] = id.Length == 1 ? '0' : id[^2];
        digits[1] = id[^1];
        return digits;
    }

    private static bool IsId(ReadOnlySpan<char> text)
    {
        Span<char> written = stackalloc char[MostDigits];
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id)
            && id.TryFormat(written, out var length, provider: CultureInfo.InvariantCulture)
            && text.SequenceEqual(written[..length]);
    }
}
