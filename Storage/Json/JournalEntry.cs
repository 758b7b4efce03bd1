using System.Buffers.Binary;
using System.Text;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json;

/// <summary>One accepted write in the journal.</summary>
/// <remarks>
/// The bytes are: length, CRC-32C, generation, sequence number, revision, write id, lengths of body and key, kind, key,
/// body, zeros up to a multiple of eight. The sum continues that of the entry before. So an entry that a power cut left
/// behind a lost one, or that an earlier use of the half left behind the end, never fits.
/// </remarks>
internal sealed record JournalEntry
{
    /// <summary>The bytes before the key.</summary>
    public const int HeadBytes = 56;

    /// <summary>The longest entry.</summary>
    public const int BytesMax = HeadBytes + KeyEncoding.KeyBytesMax + RecordBody.BytesMax + 8;

    private const byte RecordKind = 1;
    private const byte TombstoneKind = 2;

    /// <summary>The record's key inside the component.</summary>
    public required string Key { get; init; }

    /// <summary>The revision that the write made.</summary>
    public required Revision Revision { get; init; }

    /// <summary>The write.</summary>
    public required WriteId WriteId { get; init; }

    /// <summary>The body, or null for a tombstone.</summary>
    public required RecordBody? Body { get; init; }

    /// <summary>The bytes that it takes in the journal.</summary>
    public int Length => Padded(HeadBytes + Key.Length + (Body?.Utf8.Length ?? 0));

    /// <summary>Reads the length and the numbers of an entry, unchecked.</summary>
    /// <returns>The length, or 0 when this cannot be the next entry.</returns>
    public static int LengthOfNext(ReadOnlySpan<byte> head, long generation, long sequence)
    {
        var length = BinaryPrimitives.ReadUInt32LittleEndian(head);
        return length is >= HeadBytes and <= BytesMax && length % 8 == 0
            && BinaryPrimitives.ReadInt64LittleEndian(head[8..]) == generation
            && BinaryPrimitives.ReadInt64LittleEndian(head[16..]) == sequence
            ? (int)length
            : 0;
    }

    /// <summary>The sum over a whole entry that follows another one.</summary>
    public static uint Sum(uint chain, ReadOnlySpan<byte> entry)
        => Crc32C.Append(Crc32C.Append(chain, entry[..4]), entry[8..]);

    /// <summary>The sum that an entry says it has.</summary>
    public static uint StoredSum(ReadOnlySpan<byte> entry) => BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]);

    /// <summary>Reads an entry whose sum is right.</summary>
    public static JournalEntry Read(ReadOnlySpan<byte> entry)
    {
        var bodyLength = (int)BinaryPrimitives.ReadUInt32LittleEndian(entry[48..]);
        var keyLength = BinaryPrimitives.ReadUInt16LittleEndian(entry[52..]);
        return new JournalEntry
        {
            Revision = new Revision(BinaryPrimitives.ReadInt64LittleEndian(entry[24..])),
            WriteId = new WriteId(new Guid(entry[32..48])),
            Key = Encoding.ASCII.GetString(entry.Slice(HeadBytes, keyLength)),
            Body = entry[54] == TombstoneKind
                ? null
                : RecordBody.FromCanonical(entry.Slice(HeadBytes + keyLength, bodyLength).ToArray()),
        };
    }

    /// <summary>Fills <see cref="Length"/> bytes.</summary>
    /// <returns>The sum, which the next entry continues.</returns>
    public uint Write(Span<byte> bytes, long generation, long sequence, uint chain)
    {
        var entry = bytes[..Length];
        entry[^8..].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(entry, (uint)entry.Length);
        BinaryPrimitives.WriteInt64LittleEndian(entry[8..], generation);
        BinaryPrimitives.WriteInt64LittleEndian(entry[16..], sequence);
        BinaryPrimitives.WriteInt64LittleEndian(entry[24..], Revision.Value);
        WriteId.Value.TryWriteBytes(entry[32..48]);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[48..], (uint)(Body?.Utf8.Length ?? 0));
        BinaryPrimitives.WriteUInt16LittleEndian(entry[52..], (ushort)Key.Length);
        entry[54] = Body is null ? TombstoneKind : RecordKind;
        entry[55] = 0;
        Encoding.ASCII.GetBytes(Key, entry[HeadBytes..]);
        Body?.Utf8.Span.CopyTo(entry[(HeadBytes + Key.Length)..]);
        var sum = Sum(chain, entry);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[4..], sum);
        return sum;
    }

    private static int Padded(int length) => (length + 7) & ~7;
}
