using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json.Format;

/// <summary>The text of our member <c>_rev</c>: <c>revision.digest.writeid</c>.</summary>
/// <param name="Revision">1 or more.</param>
/// <param name="Digest">The first 8 bytes of the body's SHA-256; null, written <c>deleted</c>, for a tombstone.</param>
/// <param name="WriteId">The write that made the revision; <c>default</c> if the third part is missing.</param>
internal readonly record struct RevMember(Revision Revision, ulong? Digest, WriteId WriteId)
{
    /// <summary>The highest revision that a file can hold: it has 18 digits.</summary>
    public const long RevisionMax = 999_999_999_999_999_999;

    private const int LengthMax = DigitsMax + 1 + 16 + 1 + 32;

    private const int DigitsMax = 18;

    /// <summary>A damaged text with more digits than a key ever comes to is damaged in its number.</summary>
    private const int ClaimedDigitsMax = 15;

    private const string Deleted = "deleted";

    public static ulong DigestOf(RecordBody body) => BinaryPrimitives.ReadUInt64BigEndian(body.Hash.Span);

    /// <summary>Reads exactly what <see cref="ToString"/> writes, or the same without the third part.</summary>
    public static RevMember? TryParse(ReadOnlySpan<byte> text)
    {
        if (text.Length > LengthMax || !Ascii.IsValid(text))
        {
            return null;
        }

        var all = Encoding.ASCII.GetString(text);
        var parts = all.Split('.');
        if (parts.Length is not (2 or 3)
            || parts[0].Length > DigitsMax
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            || revision == 0)
        {
            return null;
        }

        ulong? digest = null;
        if (parts[1] != Deleted)
        {
            if (!ulong.TryParse(parts[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number))
            {
                return null;
            }

            digest = number;
        }

        var writeId = Guid.Empty;
        if (parts.Length == 3 && !Guid.TryParseExact(parts[2], "n", out writeId))
        {
            return null;
        }

        // Comparing the text refuses what the parsers let pass, such as leading zeros and capital letters.
        var member = new RevMember(new Revision(revision), digest, new WriteId(writeId));
        var written = member.ToString();
        return all == (parts.Length == 3 ? written : written[..written.LastIndexOf('.')]) ? member : null;
    }

    /// <summary>The revision that a damaged text still tells: its leading digits, if a dot ends them.</summary>
    /// <remarks>
    /// At most 15 digits, so that a file which claims too much can be adopted and then written as often as any other.
    /// </remarks>
    public static Revision ClaimedBy(ReadOnlySpan<byte> text)
    {
        var digits = text.IndexOf((byte)'.');
        return digits is > 0 and <= ClaimedDigitsMax
            && long.TryParse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? new Revision(revision)
            : Revision.None;
    }

    /// <summary>The text between the quotes.</summary>
    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"{Revision}.{DigestText}.{WriteId}");

    private string DigestText => Digest?.ToString("x16", CultureInfo.InvariantCulture) ?? Deleted;
}
