using System.Buffers.Binary;

namespace HybridOrleans.Storage.Json;

/// <summary>How far a component's journal is; kept in the lock file for the next holder of the lock.</summary>
/// <remarks>
/// It is not flushed: the processes of one boot share it through the page cache, and after another boot only its
/// <see cref="Checkpoint"/> is used, which is true at any age.
/// </remarks>
internal readonly record struct JournalState
{
    /// <summary>The bytes it takes in the file.</summary>
    public const int Bytes = 96;

    /// <summary>Where <see cref="Applied"/> lies, for readers.</summary>
    public const int AppliedOffset = 32;

    private const uint Magic = 0x314A5348;

    /// <summary>The boot in which all other members are true.</summary>
    public required Guid Boot { get; init; }

    /// <summary>The generation of the half that is written; 0 when there is no journal yet.</summary>
    public required long Generation { get; init; }

    /// <summary>The last entry that is in the journal, durable, and applied to the files.</summary>
    public required long Applied { get; init; }

    /// <summary>The last entry whose files are durable themselves: nothing up to it needs a replay.</summary>
    public required long Checkpoint { get; init; }

    /// <summary>Where the next entry goes in its half.</summary>
    public required long Offset { get; init; }

    /// <summary>The sum that the next entry's sum continues.</summary>
    public required uint Chain { get; init; }

    /// <summary>The process that wrote this.</summary>
    public required int Holder { get; init; }

    /// <summary>True while a batch is between its first byte in the journal and its last file.</summary>
    public required bool InBatch { get; init; }

    /// <summary>A component that was never written.</summary>
    public static JournalState Empty(Guid boot) => new()
    {
        Boot = boot,
        Generation = 0,
        Applied = 0,
        Checkpoint = 0,
        Offset = 0,
        Chain = 0,
        Holder = Environment.ProcessId,
        InBatch = false,
    };

    /// <returns>Null when the bytes are no state.</returns>
    public static JournalState? TryRead(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Bytes
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) != Crc32C.Append(0, bytes[8..Bytes]))
        {
            return null;
        }

        return new JournalState
        {
            Boot = new Guid(bytes[8..24]),
            Generation = BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]),
            Applied = BinaryPrimitives.ReadInt64LittleEndian(bytes[AppliedOffset..]),
            Checkpoint = BinaryPrimitives.ReadInt64LittleEndian(bytes[40..]),
            Offset = BinaryPrimitives.ReadInt64LittleEndian(bytes[48..]),
            Chain = BinaryPrimitives.ReadUInt32LittleEndian(bytes[56..]),
            Holder = BinaryPrimitives.ReadInt32LittleEndian(bytes[60..]),
            InBatch = bytes[64] != 0,
        };
    }

    /// <summary>Fills <see cref="Bytes"/> bytes.</summary>
    public void Write(Span<byte> bytes)
    {
        bytes[..Bytes].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        Boot.TryWriteBytes(bytes[8..24]);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], Generation);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[AppliedOffset..], Applied);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[40..], Checkpoint);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[48..], Offset);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[56..], Chain);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[60..], Holder);
        bytes[64] = InBatch ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], Crc32C.Append(0, bytes[8..Bytes]));
    }
}
