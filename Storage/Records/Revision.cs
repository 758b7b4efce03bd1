using System.Globalization;

namespace HybridOrleans.Storage.Records;

/// <summary>Counts the accepted writes of one key, deletes included. It never restarts.</summary>
/// <param name="Value">0 for a key that was never written, else 1 or more.</param>
public readonly record struct Revision(long Value) : IComparable<Revision>
{
    /// <summary>The revision of a key that was never written.</summary>
    public static Revision None => default;

    /// <summary>The revision that the next accepted write gets.</summary>
    /// <remarks>
    /// No key comes near the largest number, which stays as it is: a caller may name any revision as the expected one,
    /// and must get a conflict, not an overflow.
    /// </remarks>
    public Revision Next => Value == long.MaxValue ? this : new(Value + 1);

    /// <summary>The Orleans ETag: null for <see cref="None"/>, else the decimal number.</summary>
    public string? ToETag() => Value == 0 ? null : Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads what <see cref="ToETag"/> wrote.</summary>
    /// <exception cref="FormatException">The text is no ETag of ours.</exception>
    public static Revision FromETag(string? etag)
        => TryFromETag(etag, out var revision)
            ? revision
            : throw new FormatException($"'{etag}' is no ETag of this storage provider: expected a positive number.");

    /// <summary>Reads what <see cref="ToETag"/> wrote, or answers false for the ETag of another provider.</summary>
    /// <param name="etag">Null or empty stands for <see cref="None"/>.</param>
    /// <param name="revision">The revision, or <see cref="None"/> when the answer is false.</param>
    public static bool TryFromETag(string? etag, out Revision revision)
    {
        var parsed = long.TryParse(etag, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0;
        revision = new Revision(parsed ? value : 0);
        return parsed || string.IsNullOrEmpty(etag);
    }

    /// <inheritdoc/>
    public int CompareTo(Revision other) => Value.CompareTo(other.Value);

    /// <summary>True when the left revision is older.</summary>
    public static bool operator <(Revision left, Revision right) => left.Value < right.Value;

    /// <summary>True when the left revision is newer.</summary>
    public static bool operator >(Revision left, Revision right) => left.Value > right.Value;

    /// <summary>True when the left revision is older or the same.</summary>
    public static bool operator <=(Revision left, Revision right) => left.Value <= right.Value;

    /// <summary>True when the left revision is newer or the same.</summary>
    public static bool operator >=(Revision left, Revision right) => left.Value >= right.Value;

    /// <summary>The decimal number.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
