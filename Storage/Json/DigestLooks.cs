using System.Buffers.Binary;
using System.Security.Cryptography;
using HybridOrleans.Storage.Json.Format;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json;

/// <summary>Hashes records for a comparison, a few between two looks at the mark of the last batch.</summary>
/// <remarks>
/// The hash is of the bytes that lie there now, and it fits the digest in the file. Whether they are JSON is not asked:
/// equal hashes say that the other side holds the same bytes, and where they are not equal each side is read.
/// </remarks>
internal static class DigestLooks
{
    private const int BetweenBatches = 8;

    [ThreadStatic]
    private static byte[]? t_body;

    /// <summary>The digests of those records that are there, in the order of the keys.</summary>
    public static List<RecordDigest> Look(
        RecordReader reader, string root, IReadOnlyList<RecordKey> keys, int from, int to,
        CancellationToken cancellation)
    {
        var digests = new List<RecordDigest>(to - from);
        var some = new RecordDigest?[BetweenBatches];
        for (var start = from; start < to; start += BetweenBatches)
        {
            var (first, count) = (start, Math.Min(BetweenBatches, to - start));
            var areSound = reader.TryBetweenBatches(buffer =>
            {
                for (var i = 0; i < count; i++)
                {
                    some[i] = TryLook(root, keys[first + i], buffer);
                }
            });
            for (var i = 0; i < count; i++)
            {
                var key = keys[start + i];
                var digest = (areSound ? some[i] : null) ?? Of(key, reader.LookHere(key, cancellation));
                if (digest is not null)
                {
                    digests.Add(digest);
                }
            }
        }

        return digests;
    }

    private static RecordDigest? Of(RecordKey key, RecordLook look)
        => look.Damage is not null ? new(key, Revision.None, null)
            : look.Record is { } record ? RecordDigest.Of(key, record)
            : null;

    /// <summary>A plain file in memory that looks as we write it, beside no tombstone.</summary>
    private static RecordDigest? TryLook(string root, RecordKey key, byte[] buffer)
    {
        var length = PlainFiles.TryReadPlainAtOnce(JsonPaths.Of(root, key), buffer);
        if (length <= 0)
        {
            return null;
        }

        var body = t_body ??= new byte[buffer.Length + 1];
        var taken = WrittenLayout.TryTake(buffer.AsSpan(0, length), body, out var rev);
        if (taken == 0)
        {
            return null;
        }

        var hash = SHA256.HashData(body.AsSpan(0, taken));
        return BinaryPrimitives.ReadUInt64BigEndian(hash) == rev.Digest ? new(key, rev.Revision, hash) : null;
    }
}
