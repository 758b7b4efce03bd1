using System.Globalization;

namespace HybridOrleans.Storage.Json;

/// <summary>Tells local file systems with a journal of their own from those where a power cut may lose data.</summary>
internal static class FileSystemKind
{
    private const long Ext = 0xEF53;
    private const long Xfs = 0x58465342;
    private const long Btrfs = 0x9123683E;

    public static bool IsFit(long magic) => magic is Ext or Xfs or Btrfs;

    public static string NameOf(long magic) => magic switch
    {
        Ext => "ext4",
        Xfs => "xfs",
        Btrfs => "btrfs",
        0x01021994 => "tmpfs",
        0x6969 => "nfs",
        0x794C7630 => "overlayfs",
        0x65735546 => "fuse",
        _ => "type 0x" + magic.ToString("x", CultureInfo.InvariantCulture),
    };
}
