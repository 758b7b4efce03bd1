using System.Buffers.Binary;
using System.Numerics;

namespace HybridOrleans.Storage.Json;

/// <summary>CRC-32C, computed by the processor.</summary>
internal static class Crc32C
{
    /// <summary>The sum of some bytes that follow others.</summary>
    /// <param name="before">The sum of what came before, or 0.</param>
    /// <param name="bytes">What to add.</param>
    public static uint Append(uint before, ReadOnlySpan<byte> bytes)
    {
        var sum = ~before;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var rest in bytes)
        {
            sum = BitOperations.Crc32C(sum, rest);
        }

        return ~sum;
    }
}
