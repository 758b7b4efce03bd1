using Npgsql;

namespace HybridOrleans.Storage.Postgres.Reading;

/// <summary>What the server says of one key.</summary>
/// <param name="Lowest">The fence of the component; null when its row is missing.</param>
/// <param name="Key">The key.</param>
/// <param name="Revision">0 when the key was never written.</param>
/// <param name="WriteId">The write that made the revision.</param>
/// <param name="IsDeleted">True for a tombstone.</param>
/// <param name="Body">Null for a tombstone, for nothing, and when bodies were not asked for.</param>
internal readonly record struct ReadRow(
    long? Lowest, string Key, long Revision, Guid WriteId, bool IsDeleted, byte[]? Body)
{
    public static async Task<List<ReadRow>> AllAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        var rows = new List<ReadRow>();
        await using var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            var exists = !reader.IsDBNull(2);
            rows.Add(new ReadRow(
                reader.IsDBNull(0) ? null : reader.GetInt64(0),
                reader.GetString(1),
                exists ? reader.GetInt64(2) : 0,
                exists ? reader.GetGuid(3) : default,
                exists && reader.GetBoolean(4),
                reader.IsDBNull(5) ? null : reader.GetFieldValue<byte[]>(5)));
        }

        return rows;
    }
}
