using System.Buffers.Binary;
using System.Security.Cryptography;

namespace HybridOrleans.Storage.Json;

/// <summary>The head of one half of a journal. A half is begun anew by writing another head over it.</summary>
/// <param name="Store">The store it belongs to: a journal copied from another store is never replayed.</param>
/// <param name="Generation">Counts the halves that were begun. Odd and even ones lie in two files.</param>
/// <param name="First">The sequence number of its first entry.</param>
/// <param name="Checkpoint">The last entry that needed no replay when the half was begun.</param>
/// <param name="Seed">A random number that the sum of the first entry continues.</param>
internal readonly record struct JournalHead(Guid Store, long Generation, long First, long Checkpoint, uint Seed)
{
    /// <summary>Entries begin here, on a page of their own.</summary>
    public const int Bytes = 4096;

    private const ulong Magic = 0x314C4E524A4F4248;
    private const int Used = 56;

    public static JournalHead Begin(Guid store, long generation, long first, long checkpoint)
        => new(store, generation, first, checkpoint, BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4)));

    /// <returns>Null when the bytes are no head.</returns>
    public static JournalHead? TryRead(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Used
            || BinaryPrimitives.ReadUInt64LittleEndian(bytes) != Magic
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]) != Crc32C.Append(0, bytes[12..Used]))
        {
            return null;
        }

        return new JournalHead(
            new Guid(bytes[16..32]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[40..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[48..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]));
    }

    /// <summary>Fills <see cref="Bytes"/> bytes.</summary>
    public void Write(Span<byte> bytes)
    {
        bytes[..Bytes].Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[12..], Seed);
        Store.TryWriteBytes(bytes[16..32]);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[32..], Generation);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[40..], First);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[48..], Checkpoint);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], Crc32C.Append(0, bytes[12..Used]));
    }
}
