using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace HybridOrleans.Grains.Interfaces;

/// <summary>What an access key of a silo's HTTP looks like, and what is kept of it.</summary>
/// <remarks>
/// A key is 256 random bits, so that a single SHA-256 keeps it: there is nothing to guess that a slow hash would make
/// dearer, and every request pays for the hash.
/// </remarks>
public static class AccessKeyText
{
    /// <summary>How each key begins, so that a key that was published is found by whoever looks for such.</summary>
    public const string Prefix = "hyb_";

    private const int RandomBytes = 32;

    /// <summary>A new key: <see cref="Prefix"/> and 43 characters of base64url. A secret.</summary>
    public static string Create() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>The SHA-256 of a text, in 64 lower-case hexadecimal digits; what configuration holds.</summary>
    public static string HashOf(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
    }
}
