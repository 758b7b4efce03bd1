using HybridOrleans.Storage.Postgres.Batching;
using HybridOrleans.Storage.Postgres.Changes;
using HybridOrleans.Storage.Records;
using Npgsql;
using NpgsqlTypes;

namespace HybridOrleans.Storage.Postgres.Writing;

/// <summary>The statements that write records of one component; constant, so that the server keeps the plans.</summary>
/// <remarks>
/// <para>Every write comes behind the shared lock of its component: see <see cref="LockedBatch"/>.</para>
/// <para>The write locks and inserts rows in the order of their keys, in one pass: two batches in different orders
/// would deadlock. It is an upsert by the primary key because that never depends on a join order: statistics of a young
/// table cannot turn it into a scan. A row that does not exist is inserted only when the caller expected none, and a
/// row that does is changed only at the expected revision, looked at under its lock.</para>
/// <para>The component's partition is named directly, which saves finding it in each statement.</para>
/// </remarks>
internal sealed class WriteStatements
{
    private readonly LockedBatch _locked;
    private readonly string _insertOne;
    private readonly string _updateOne;
    private readonly string _many;

    /// <param name="component">The component.</param>
    /// <param name="isListing">
    /// Whether each written key is listed as changed. Where the server's state is the other one, nothing is written.
    /// </param>
    public WriteStatements(Component component, bool isListing)
    {
        var name = component.Name;
        var table = new RecordTable(component);
        var fence = table.WriteFence("$1", isListing);
        string Listed(string change) => isListing ? ListingStatements.Listed(component, change) : change;
        _locked = new LockedBatch(component);
        _insertOne = Listed($"""
            insert into {name} (component, key, bucket, revision, write_id, body, body_hash, projection, deleted
              {table.PeriodColumn})
            select '{name}', $1, $2, 1, $3, $4, $7, $5, false{table.PeriodOf("$1")}
            where {fence} <= $6
            on conflict {table.Identity} do nothing
            returning key
            """);
        _updateOne = Listed($"""
            update {name}
            set revision = revision + 1, write_id = $3, body = $4, body_hash = $7, projection = $5,
              deleted = $4 is null, updated_at = now()
            where {table.Has("$1")} and revision = $2 and {fence} <= $6
              and not (deleted and $4 is null)
            returning key
            """);
        _many = Listed($"""
            insert into {name} as r (component, key, bucket, revision, write_id, body, body_hash, projection, deleted
              {table.PeriodColumn})
            select '{name}', i.key, i.bucket, i.expected + 1, i.write_id, i.body, i.body_hash, i.projection,
              i.body is null{table.PeriodOf("i.key")}
            from unnest($1, $2, $3, $4, $5, $6, $7, $8)
              as i(key, bucket, expected, write_id, body, projection, epoch, body_hash)
            left join lateral (
              select true as is_there from {name} where {table.Has("i.key")} limit 1
            ) stored on true
            where {table.WriteFence("i.key", isListing)} <= i.epoch and (stored.is_there or i.expected = 0)
            order by i.key
            on conflict {table.Identity} do update
            set revision = excluded.revision, write_id = excluded.write_id, body = excluded.body,
              body_hash = excluded.body_hash, projection = excluded.projection, deleted = excluded.deleted,
              updated_at = now()
            where r.revision = excluded.revision - 1 and not (r.deleted and excluded.deleted)
            returning key
            """);
    }

    /// <summary>One row, in statements that the server answers with the least work.</summary>
    public NpgsqlBatch One(NpgsqlConnection connection, WriteRequest request)
    {
        var isInsert = request.Write.Expected == Revision.None;
        var command = new NpgsqlBatchCommand(isInsert ? _insertOne : _updateOne);
        command.Parameters.Add(Text(request.Key.Text));
        command.Parameters.Add(isInsert
            ? new NpgsqlParameter<short> { TypedValue = request.Bucket, NpgsqlDbType = NpgsqlDbType.Smallint }
            : new NpgsqlParameter<long> { TypedValue = request.Write.Expected.Value });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = request.Write.WriteId.Value });
        command.Parameters.Add(BatchParameters.Bytes(request.Body, NpgsqlDbType.Json));
        command.Parameters.Add(BatchParameters.Bytes(request.Projection, NpgsqlDbType.Jsonb));
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = request.Write.Epoch.Value });
        command.Parameters.Add(BatchParameters.Bytes(request.BodyHash, NpgsqlDbType.Bytea));
        return _locked.Of(connection, command);
    }

    /// <summary>Many rows of distinct keys.</summary>
    public NpgsqlBatch Many(NpgsqlConnection connection, IReadOnlyList<WriteRequest> requests)
    {
        var command = new NpgsqlBatchCommand(_many);
        command.AddArray(requests, NpgsqlDbType.Text, r => r.Key.Text);
        command.AddArray(requests, NpgsqlDbType.Smallint, r => r.Bucket);
        command.AddArray(requests, NpgsqlDbType.Bigint, r => r.Write.Expected.Value);
        command.AddArray(requests, NpgsqlDbType.Uuid, r => r.Write.WriteId.Value);
        command.AddArray(requests, NpgsqlDbType.Json, r => r.Body);
        command.AddArray(requests, NpgsqlDbType.Jsonb, r => r.Projection);
        command.AddArray(requests, NpgsqlDbType.Bigint, r => r.Write.Epoch.Value);
        command.AddArray(requests, NpgsqlDbType.Bytea, r => r.BodyHash);
        return _locked.Of(connection, command);
    }

    private static NpgsqlParameter<string> Text(string value)
        => new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Text };
}
