using HybridOrleans.Storage.Records;
using Npgsql;

namespace HybridOrleans.Storage.Postgres.Stamping;

/// <summary>What the server says of one key, without the body.</summary>
/// <param name="Key">The key.</param>
/// <param name="Lowest">The fence of the component; null when its row is missing.</param>
/// <param name="Stamp">Null when the key was never written.</param>
internal readonly record struct StampRow(string Key, long? Lowest, RecordStamp? Stamp)
{
    public static async Task<List<StampRow>> AllAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        var rows = new List<StampRow>();
        await using var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            rows.Add(new StampRow(
                reader.GetString(1), reader.IsDBNull(0) ? null : reader.GetInt64(0), StampOf(reader)));
        }

        return rows;
    }

    private static RecordStamp? StampOf(NpgsqlDataReader reader)
    {
        if (reader.IsDBNull(2))
        {
            return null;
        }

        // The null of an array would become an empty memory.
        ReadOnlyMemory<byte>? hash = null;
        if (!reader.IsDBNull(5))
        {
            hash = reader.GetFieldValue<byte[]>(5);
        }

        return new RecordStamp(
            new Revision(reader.GetInt64(2)), new WriteId(reader.GetGuid(3)), reader.GetBoolean(4), hash);
    }
}
