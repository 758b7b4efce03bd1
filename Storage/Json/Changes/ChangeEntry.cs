using System.Buffers.Binary;
using System.Text;

namespace HybridOrleans.Storage.Json.Changes;

/// <summary>One changed key in a list: a sum, the key's length, its number in the list, and the key.</summary>
/// <param name="Key">The record's key inside the component.</param>
/// <param name="Number">How many entries came before it.</param>
internal readonly record struct ChangeEntry(string Key, long Number)
{
    private const int HeadBytes = 14;

    /// <summary>The bytes that it takes.</summary>
    public int Length => HeadBytes + Key.Length;

    /// <returns>Null when no whole entry begins here.</returns>
    public static ChangeEntry? TryRead(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeadBytes
            || HeadBytes + BinaryPrimitives.ReadUInt16LittleEndian(bytes[4..]) is var length
            && (length > bytes.Length
                || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Crc32C.Append(0, bytes[4..length])))
        {
            return null;
        }

        return new ChangeEntry(
            Encoding.ASCII.GetString(bytes[HeadBytes..length]), BinaryPrimitives.ReadInt64LittleEndian(bytes[6..]));
    }

    /// <summary>Fills <see cref="Length"/> bytes.</summary>
    public void Write(Span<byte> bytes)
    {
        var entry = bytes[..Length];
        BinaryPrimitives.WriteUInt16LittleEndian(entry[4..], (ushort)Key.Length);
        BinaryPrimitives.WriteInt64LittleEndian(entry[6..], Number);
        Encoding.ASCII.GetBytes(Key, entry[HeadBytes..]);
        BinaryPrimitives.WriteUInt32LittleEndian(entry, Crc32C.Append(0, entry[4..]));
    }
}
