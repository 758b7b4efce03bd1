using Npgsql;

namespace HybridOrleans.Storage.Postgres.Reading;

/// <summary>What the server says of one key.</summary>
internal readonly record struct ReadRow
{
    private const int ListingField = 7;

    /// <summary>The fence of the component; null when its row is missing.</summary>
    public long? Lowest { get; private init; }

    public string Key { get; private init; }

    /// <summary>True when the component lists its changes; known only where the statement asks for it.</summary>
    public bool IsListing { get; private init; }

    /// <summary>0 when the key was never written.</summary>
    public long Revision { get; private init; }

    /// <summary>The write that made the revision.</summary>
    public Guid WriteId { get; private init; }

    /// <summary>True for a tombstone.</summary>
    public bool IsDeleted { get; private init; }

    /// <summary>Null for a tombstone, for nothing, and when the body did not come.</summary>
    public byte[]? Body { get; private init; }

    /// <summary>The size of a body that had no room in this answer; null when nothing was left behind.</summary>
    public int? BytesLeft { get; private init; }

    /// <summary>Why the row cannot be read; null when it can.</summary>
    public Exception? Damage { get; private init; }

    public static async Task<List<ReadRow>> AllAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        var rows = new List<ReadRow>();
        await using var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            rows.Add(From(reader));
        }

        return rows;
    }

    // The whole row is here already, so that nothing but its content can fail now.
    private static ReadRow From(NpgsqlDataReader reader)
    {
        var row = new ReadRow
        {
            Lowest = reader.IsDBNull(0) ? null : reader.GetInt64(0),
            Key = reader.GetString(1),
            IsListing = reader.FieldCount > ListingField && reader.GetBoolean(ListingField),
        };
        try
        {
            return reader.IsDBNull(2) ? row : row with
            {
                Revision = reader.GetInt64(2) is > 0 and var revision
                    ? revision
                    : throw new InvalidRecordException("The revision is below 1."),
                WriteId = reader.GetGuid(3),
                IsDeleted = reader.GetBoolean(4),
                Body = reader.IsDBNull(5) ? null : reader.GetFieldValue<byte[]>(5),
                BytesLeft = reader.IsDBNull(6) ? null : reader.GetInt32(6),
            };
        }
        catch (Exception e)
        {
            return row with { Damage = e };
        }
    }
}
