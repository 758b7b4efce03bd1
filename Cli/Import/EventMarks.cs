using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HybridOrleans.Cli.Import;

/// <summary>Gives the entries of one file ids that stay the same, and tells which of them are stored.</summary>
/// <remarks>
/// An id is <c>import:&lt;file&gt;:&lt;16 hex digits of its hash&gt;:&lt;n&gt;</c>, where n counts the equal entries of
/// the file. It says nothing of the place, so that entries that the old bot has removed before it move nothing. The
/// form of its time follows where that is not the usual one.
/// </remarks>
internal sealed class EventMarks(string file)
{
    private readonly Dictionary<ulong, int> _seen = [];
    private readonly HashSet<(ulong, ulong)> _held = [];

    /// <summary>How many of those that are stored were named by this file, as far as was asked.</summary>
    public int NamedCount { get; private set; }

    private string Prefix { get; } = $"import:{file}:";

    /// <summary>Notes what is stored.</summary>
    public void Hold(string id)
    {
        if (_held.Add(MarkOf(id)) && id.StartsWith(Prefix, StringComparison.Ordinal))
        {
            NamedCount++;
        }
    }

    /// <summary>True when an event of this id is stored.</summary>
    public bool IsHeld(string id) => _held.Contains(MarkOf(id));

    /// <summary>The id that the next entry of a hash gets.</summary>
    /// <param name="hash">The first 64 bits of the hash of its content.</param>
    /// <param name="form">How its time is spelled; null for the usual way.</param>
    public string NextOf(ulong hash, string? form)
    {
        var id = string.Create(
            CultureInfo.InvariantCulture, $"{Prefix}{hash:x16}:{_seen.GetValueOrDefault(hash) + 1}");
        return form is null ? id : $"{id}:{form}";
    }

    /// <summary>Gives that id to an entry.</summary>
    public string TakeNext(ulong hash, string? form)
    {
        var id = NextOf(hash, form);
        _seen[hash] = _seen.GetValueOrDefault(hash) + 1;
        return id;
    }

    // Half of a SHA-256: ids are as long as their writers like, and there are millions.
    private static (ulong, ulong) MarkOf(string id)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(id));
        return (BinaryPrimitives.ReadUInt64BigEndian(hash), BinaryPrimitives.ReadUInt64BigEndian(hash.AsSpan(8)));
    }
}
