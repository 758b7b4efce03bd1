namespace HybridOrleans.Storage.Json;

/// <summary>What identifies a file, whatever its name is.</summary>
/// <param name="Device">The file system it lies on.</param>
/// <param name="Inode">Its number there.</param>
/// <param name="Links">The number of names it has; 0 when it was deleted while open.</param>
/// <param name="Bytes">Its size.</param>
internal readonly record struct FileFacts(long Device, ulong Inode, uint Links, long Bytes)
{
    /// <summary>The two numbers that name the device.</summary>
    public (uint Major, uint Minor) DeviceNumbers => ((uint)Device, (uint)(Device >> 32));
}
