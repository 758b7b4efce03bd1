using Npgsql;

namespace HybridOrleans.Storage.Postgres.Digesting;

/// <summary>What the server says of one key, with the hash of the bytes as they lie there.</summary>
/// <param name="Key">The key.</param>
/// <param name="Lowest">The fence of the component; null when its row is missing.</param>
/// <param name="IsListing">True when the component lists its changes.</param>
/// <param name="Revision">0 when the key was never written.</param>
/// <param name="Hash">Null for a tombstone, for nothing, and for a damaged row.</param>
/// <param name="Damage">Why the row cannot be read; null when it can.</param>
internal sealed record DigestRow(
    string Key, long? Lowest, bool IsListing, long Revision, ReadOnlyMemory<byte>? Hash, Exception? Damage)
{
    public static DigestRow From(NpgsqlDataReader reader)
    {
        // The null of an array would become an empty memory, and a tombstone a body.
        ReadOnlyMemory<byte>? hash = null;
        if (!reader.IsDBNull(4))
        {
            hash = reader.GetFieldValue<byte[]>(4);
        }

        return new DigestRow(
            reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetInt64(1), reader.GetBoolean(2),
            reader.IsDBNull(3) ? 0 : reader.GetInt64(3), hash, Damage: null);
    }
}
