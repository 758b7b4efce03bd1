using System.Buffers.Binary;
using System.Security.Cryptography;
using HybridOrleans.Storage.Json.Format;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json;

/// <summary>Hashes records for a comparison.</summary>
/// <remarks>
/// The hash is of the bytes that lie there now, and it fits the digest in the file. Whether they are JSON is not asked:
/// equal hashes say that the other side holds the same bytes, and where they are not equal each side is read.
/// </remarks>
internal static class DigestLooks
{
    [ThreadStatic]
    private static byte[]? t_body;

    /// <summary>The digest of a record that was looked at as a whole.</summary>
    public static RecordDigest Of(RecordKey key, RecordLook look)
        => look.Damage is not null ? new(key, Revision.None, null) : RecordDigest.Of(key, look.Record!);

    /// <summary>The digest of a plain file in memory that looks as we write it.</summary>
    public static bool TryLook(ListedRecord record, byte[] buffer, out RecordDigest digest)
    {
        digest = null!;
        var length = PlainFiles.TryReadWholeAtOnce(record.Plain, buffer);
        var body = t_body ??= new byte[buffer.Length + 1];
        var rev = default(RevMember);
        var taken = length <= 0 ? 0 : WrittenLayout.TryTake(buffer.AsSpan(0, length), body, out rev);
        if (taken == 0)
        {
            return false;
        }

        var hash = SHA256.HashData(body.AsSpan(0, taken));
        digest = new RecordDigest(record.Key, rev.Revision, hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash) == rev.Digest;
    }
}
