using System.IO.Hashing;
using System.Text;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Postgres;

/// <summary>The advisory locks of this product in a database: one class, one number for each purpose.</summary>
internal static class AdvisoryLocks
{
    /// <summary>The first half of all other locks' numbers: "HYBR" in ASCII.</summary>
    public const int Class = 0x48594252;

    /// <summary>The first half of the locks by which processes claim a database: "HYBS" in ASCII.</summary>
    public const int ClaimClass = 0x48594253;

    /// <summary>Held while the schema is brought up to date.</summary>
    public const int Schema = 0;

    /// <summary>Shared by every batch of writes, exclusive while the fence rises. The same in every version.</summary>
    public static int Of(Component component)
        => unchecked((int)Crc32.HashToUInt32(Encoding.ASCII.GetBytes(component.Name)));
}
