using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Postgres.Digesting;
using HybridOrleans.Storage.Records;
using Npgsql;

namespace HybridOrleans.Storage.Postgres.Walking;

/// <summary>The walks that a migration needs.</summary>
internal static class WalkQueries
{
    /// <summary>Revisions and hashes. The server hashes, so that no body travels.</summary>
    public static WalkQuery<RecordDigest> Digests(Component component) => new(
        $"""
        select r.bucket, r.key, r.revision, {DigestReader.HashOfBody} from {component.Name} r
        where r.component = '{component.Name}' and (r.bucket, r.key) > ($1, $2) and $4::bigint > 0
        order by r.bucket, r.key limit $3
        """,
        static (key, row) => new RecordDigest(
            key, new Revision(row.GetInt64(2)), row.IsDBNull(3) ? null : Hash(row.GetFieldValue<byte[]>(3))),
        static key => new RecordDigest(key, Revision.None, null));

    /// <summary>Whole records. A page ends before its bodies are too many bytes; the first one always comes.</summary>
    public static WalkQuery<(RecordKey Key, StoredRecord? Record)> Records(Component component) => new(
        $"""
        select bucket, key, revision, write_id, body from (
          select *, row_number() over place as nth,
            sum(coalesce(octet_length(body::text), 0)) over place as bytes
          from (
            select bucket, key, revision, write_id, body from {component.Name}
            where component = '{component.Name}' and (bucket, key) > ($1, $2)
            order by bucket, key limit $3
          ) met
          window place as (order by bucket, key)
        ) placed
        where nth = 1 or bytes <= $4
        order by bucket, key
        """,
        static (key, row) => (key, RecordOf(row)),
        static key => (key, null));

    // The null of an array would become an empty memory, and a tombstone a body.
    private static ReadOnlyMemory<byte>? Hash(byte[] hash) => hash;

    private static StoredRecord? RecordOf(NpgsqlDataReader row)
    {
        try
        {
            return new StoredRecord
            {
                Revision = new Revision(row.GetInt64(2)),
                WriteId = new WriteId(row.GetGuid(3)),
                Body = row.IsDBNull(4) ? null : RecordBody.Parse(row.GetFieldValue<byte[]>(4)),
            };
        }
        catch (InvalidRecordException)
        {
            // Somebody wrote it by hand, and no store accepts it.
            return null;
        }
    }
}
