using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Cache;

/// <summary>The bytes of an entry. Whatever does not read back exactly is no entry.</summary>
/// <remarks>
/// Little is trusted: the checksum covers the key and the head, so that an entry under a foreign key is none, and the
/// SHA-256 in the head covers the body. The revision lies at a fixed place, most significant byte first, for the script
/// that compares it on the server (<see cref="CacheScripts"/>).
/// </remarks>
internal static class CacheEntryFormat
{
    /// <summary>Of this layout. Another one is read as a miss.</summary>
    public const byte Version = 1;

    /// <summary>Where the revision begins.</summary>
    public const int RevisionAt = 3;

    /// <summary>The bytes before the body.</summary>
    public const int HeadBytes = ChecksumAt + sizeof(ulong);

    private const byte Magic = 0xB7;
    private const byte TombstoneFlag = 1;
    private const byte CompressedFlag = 2;
    private const int WriteIdAt = RevisionAt + sizeof(long);
    private const int ConfirmedAtAt = WriteIdAt + 16;
    private const int HashAt = ConfirmedAtAt + sizeof(long);
    private const int LengthAt = HashAt + SHA256.HashSizeInBytes;
    private const int ChecksumAt = LengthAt + sizeof(int);

    // The fastest level: the cache is asked by calls that wait.
    private const int Quality = 1;
    private const int Window = 20;

    // The end of the year 9999, where the calendar of .NET ends.
    private const long MillisecondsMax = 253_402_300_799_999;

    /// <param name="key">The key that the entry is of.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="compressAboveBytes">Bodies above are compressed where that makes them smaller.</param>
    public static byte[] Write(RecordKey key, CacheEntry entry, int compressAboveBytes)
    {
        var body = entry.Body is null ? default : entry.Body.Utf8;
        var packed = body.Length > compressAboveBytes ? Compress(body.Span) : null;
        var content = packed is null ? body.Span : packed.AsSpan();
        var bytes = new byte[HeadBytes + content.Length];
        bytes[0] = Magic;
        bytes[1] = Version;
        bytes[2] = (byte)((entry.Body is null ? TombstoneFlag : 0) | (packed is null ? 0 : CompressedFlag));
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(RevisionAt), entry.Revision.Value);
        entry.WriteId.Value.TryWriteBytes(bytes.AsSpan(WriteIdAt));
        BinaryPrimitives.WriteInt64BigEndian(
            bytes.AsSpan(ConfirmedAtAt), entry.ConfirmedAt.ToUnixTimeMilliseconds());
        entry.Body?.Hash.Span.CopyTo(bytes.AsSpan(HashAt));
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(LengthAt), body.Length);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(ChecksumAt), Checksum(key, bytes));
        content.CopyTo(bytes.AsSpan(HeadBytes));
        return bytes;
    }

    /// <returns>Null when the bytes are no entry of this key in this layout.</returns>
    public static CacheEntry? Read(RecordKey key, byte[] bytes)
    {
        if (bytes.Length < HeadBytes || bytes[0] != Magic || bytes[1] != Version
            || BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(ChecksumAt)) != Checksum(key, bytes))
        {
            return null;
        }

        var revision = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(RevisionAt));
        var confirmedAt = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(ConfirmedAtAt));
        var length = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(LengthAt));
        var content = bytes.AsSpan(HeadBytes);
        var isTombstone = (bytes[2] & TombstoneFlag) != 0;
        var utf8 = isTombstone ? null
            : (bytes[2] & CompressedFlag) != 0 ? Decompress(content, length)
            : content.Length == length ? content.ToArray()
            : null;
        var body = utf8 is null ? null : RecordBody.FromCanonical(utf8);
        if (revision < 1 || confirmedAt is < 0 or > MillisecondsMax || (isTombstone ? content.Length > 0
            : body is null || !body.Hash.Span.SequenceEqual(bytes.AsSpan(HashAt, SHA256.HashSizeInBytes))))
        {
            return null;
        }

        return new CacheEntry(
            new Revision(revision),
            new WriteId(new Guid(bytes.AsSpan(WriteIdAt, 16))),
            body,
            DateTimeOffset.FromUnixTimeMilliseconds(confirmedAt));
    }

    private static ulong Checksum(RecordKey key, ReadOnlySpan<byte> bytes)
    {
        var hash = new XxHash3();
        hash.Append(Encoding.ASCII.GetBytes($"{key.Component}/{key.Text}"));
        hash.Append(bytes[..ChecksumAt]);
        return hash.GetCurrentHashAsUInt64();
    }

    /// <returns>Null when the body would not become smaller.</returns>
    private static byte[]? Compress(ReadOnlySpan<byte> body)
    {
        var packed = new byte[body.Length - 1];
        return BrotliEncoder.TryCompress(body, packed, out var written, Quality, Window) ? packed[..written] : null;
    }

    /// <returns>Null when the bytes are not exactly a body of that length.</returns>
    private static byte[]? Decompress(ReadOnlySpan<byte> packed, int length)
    {
        if (length is < 1 or > RecordBody.BytesMax)
        {
            return null;
        }

        var body = new byte[length];
        return BrotliDecoder.TryDecompress(packed, body, out var written) && written == length ? body : null;
    }
}
