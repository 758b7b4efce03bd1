using System.Security.Cryptography;
using System.Text;

namespace HybridOrleans.Silo.Access;

/// <summary>Every key of this silo. Thread-safe.</summary>
internal sealed class KeyRing(AccessSettings settings, FirstKey first, TimeProvider time)
{
    private IEnumerable<AccessKey> Keys => first.Key is { } key ? settings.Keys.Append(key) : settings.Keys;

    /// <summary>The key that somebody shows; null when it is none of ours, or has expired.</summary>
    public AccessKey? Find(string shown)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(shown));
        AccessKey? found = null;
        foreach (var key in Keys)
        {
            // To the end, and in constant time: how long it takes tells nothing about which key is close.
            found = CryptographicOperations.FixedTimeEquals(key.Hash, hash) ? key : found;
        }

        return IsValid(found) ? found : null;
    }

    /// <summary>The present key of this name, for a session that began with it; null when there is none.</summary>
    public AccessKey? Named(string name)
        => Keys.FirstOrDefault(k => k.Caller.Name == name) is { } key && IsValid(key) ? key : null;

    private bool IsValid(AccessKey? key) => key is not null && (key.Expires is not { } end || time.GetUtcNow() < end);
}
