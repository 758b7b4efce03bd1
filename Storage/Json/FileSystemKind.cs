using System.Globalization;

namespace HybridOrleans.Storage.Json;

/// <summary>Tells local file systems with a journal of their own from those where a power cut may lose data.</summary>
internal static class FileSystemKind
{
    private const long Ext = 0xEF53;
    private const long Xfs = 0x58465342;
    private const long Btrfs = 0x9123683E;

    private const long Nfs = 0x6969;
    private const long Smb = 0x517B;
    private const long Smb2 = 0xFE534D42;
    private const long Cifs = 0xFF534D42;
    private const long NinePlan = 0x01021997;
    private const long Ceph = 0x00C36400;

    public static bool IsFit(long magic) => magic is Ext or Xfs or Btrfs;

    /// <summary>True where locks and flushes are another machine's.</summary>
    public static bool IsNetwork(long magic) => magic is Nfs or Smb or Smb2 or Cifs or NinePlan or Ceph;

    public static string NameOf(long magic) => magic switch
    {
        Ext => "ext4",
        Xfs => "xfs",
        Btrfs => "btrfs",
        0x01021994 => "tmpfs",
        Nfs => "nfs",
        Smb or Smb2 or Cifs => "smb",
        NinePlan => "9p",
        Ceph => "ceph",
        0x794C7630 => "overlayfs",
        0x65735546 => "fuse",
        _ => "type 0x" + magic.ToString("x", CultureInfo.InvariantCulture),
    };
}
