using System.Buffers.Binary;

namespace HybridOrleans.Storage.Json.Changes;

/// <summary>The head of a list of changed keys: which list it is, and how far it goes.</summary>
/// <param name="Log">Names the list.</param>
/// <param name="Boot">The run of the machine it was begun in. It is not flushed, and whole in that run only.</param>
/// <param name="Trimmed">Where it begins since it was cut; places count bytes of entries from the list's start.</param>
/// <param name="End">Where the next entry goes. What a dead process left behind it does not count.</param>
/// <param name="Count">How many entries were ever listed.</param>
internal readonly record struct ChangeListHead(Guid Log, Guid Boot, long Trimmed, long End, long Count)
{
    public const int Bytes = 4096; // Entries begin on a page of their own.
    public const int Used = 64;
    private const uint Magic = 0x314C4843;

    /// <returns>Null when the bytes are no head.</returns>
    public static ChangeListHead? TryRead(ReadOnlySpan<byte> bytes)
        => bytes.Length < Used
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) != Crc32C.Append(0, bytes[8..Used])
            ? null
            : new ChangeListHead(
                new Guid(bytes[8..24]),
                new Guid(bytes[24..40]),
                BinaryPrimitives.ReadInt64LittleEndian(bytes[40..]),
                BinaryPrimitives.ReadInt64LittleEndian(bytes[48..]),
                BinaryPrimitives.ReadInt64LittleEndian(bytes[56..]));

    /// <summary>Fills <see cref="Used"/> bytes.</summary>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        Log.TryWriteBytes(bytes[8..24]);
        Boot.TryWriteBytes(bytes[24..40]);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[40..], Trimmed);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[48..], End);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[56..], Count);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], Crc32C.Append(0, bytes[8..Used]));
    }
}
