using HybridOrleans.Storage.Postgres.Batching;
using HybridOrleans.Storage.Postgres.Changes;
using HybridOrleans.Storage.Records;
using Npgsql;
using NpgsqlTypes;

namespace HybridOrleans.Storage.Postgres.Copying;

/// <summary>The statements that bring copies into one component; constant, so that plans are kept.</summary>
/// <remarks>
/// As the statements of writes they come behind the shared advisory lock as a statement of its own, look at the fence
/// in the statement that changes rows, and change rows in the order of their keys. A row that is not older is left
/// alone before its lock is asked for, and looked at once more under its lock. Every accepted key is returned.
/// </remarks>
internal sealed class CopyStatements
{
    private readonly LockedBatch _locked;
    private readonly string _merge;
    private readonly string _some;
    private readonly string _replace;
    private readonly string _replaceNothing;

    /// <param name="component">The component.</param>
    /// <param name="isListing">
    /// Whether each accepted key is listed as changed. Where the server's state is the other one, nothing is written.
    /// </param>
    public CopyStatements(Component component, bool isListing)
    {
        var name = component.Name;
        var table = new RecordTable(component);
        var fence = table.WriteFence("$1", isListing);
        string Listed(string change) => isListing ? ListingStatements.Listed(component, change) : change;
        string Into(string source) => Listed($"""
            insert into {name} as r (component, key, bucket, revision, write_id, body, body_hash, projection, deleted
              {table.PeriodColumn})
            select '{name}', i.key, i.bucket, i.revision, i.write_id, i.body, i.body_hash, i.projection,
              i.body is null{table.PeriodOf("i.key")}
            from {source}
            left join lateral (
              select revision from {name} where {table.Has("i.key")} limit 1
            ) stored on true
            where {table.WriteFence("i.key", isListing)} <= i.epoch
              and (stored.revision is null or stored.revision < i.revision)
            order by i.key
            on conflict {table.Identity} do update
            set revision = excluded.revision, write_id = excluded.write_id, body = excluded.body,
              body_hash = excluded.body_hash, projection = excluded.projection, deleted = excluded.deleted,
              updated_at = now()
            where r.revision < excluded.revision
            returning key
            """);
        _locked = new LockedBatch(component);
        _merge = Into($"{IncomingCopies.Table} i");
        _some = Into(
            "unnest($1, $2, $3, $4, $5, $6, $7, $8) "
            + "as i(key, bucket, revision, write_id, body, projection, epoch, body_hash)");
        _replace = Listed($"""
            update {name}
            set revision = $3, write_id = $4, body = $5, body_hash = $8, projection = $6, deleted = $5 is null,
              bucket = $2, updated_at = now()
            where {table.Has("$1")} and revision = $9 and revision < $3 and {fence} <= $7
            returning key
            """);
        _replaceNothing = Listed($"""
            insert into {name} (component, key, bucket, revision, write_id, body, body_hash, projection, deleted
              {table.PeriodColumn})
            select '{name}', $1, $2, $3, $4, $5, $8, $6, $5 is null{table.PeriodOf("$1")}
            where {fence} <= $7
            on conflict {table.Identity} do nothing
            returning key
            """);
    }

    /// <summary>Copies of distinct keys, none of them a repair.</summary>
    public NpgsqlBatch Some(NpgsqlConnection connection, IReadOnlyList<CopyRequest> requests)
    {
        var command = new NpgsqlBatchCommand(_some);
        command.AddArray(requests, NpgsqlDbType.Text, r => r.Key.Text);
        command.AddArray(requests, NpgsqlDbType.Smallint, r => r.Bucket);
        command.AddArray(requests, NpgsqlDbType.Bigint, r => r.Copy.Revision.Value);
        command.AddArray(requests, NpgsqlDbType.Uuid, r => r.Copy.WriteId.Value);
        command.AddArray(requests, NpgsqlDbType.Json, r => r.Body);
        command.AddArray(requests, NpgsqlDbType.Jsonb, r => r.Projection);
        command.AddArray(requests, NpgsqlDbType.Bigint, r => r.Copy.Epoch.Value);
        command.AddArray(requests, NpgsqlDbType.Bytea, r => r.BodyHash);
        return _locked.Of(connection, command);
    }

    /// <summary>A repair: it takes the place of exactly one revision, or of nothing.</summary>
    public NpgsqlBatch Replace(NpgsqlConnection connection, CopyRequest request, Revision replaced)
    {
        var command = new NpgsqlBatchCommand(replaced == Revision.None ? _replaceNothing : _replace);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = request.Key.Text });
        command.Parameters.Add(
            new NpgsqlParameter<short> { TypedValue = request.Bucket, NpgsqlDbType = NpgsqlDbType.Smallint });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = request.Copy.Revision.Value });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = request.Copy.WriteId.Value });
        command.Parameters.Add(BatchParameters.Bytes(request.Body, NpgsqlDbType.Json));
        command.Parameters.Add(BatchParameters.Bytes(request.Projection, NpgsqlDbType.Jsonb));
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = request.Copy.Epoch.Value });
        command.Parameters.Add(BatchParameters.Bytes(request.BodyHash, NpgsqlDbType.Bytea));
        if (replaced != Revision.None)
        {
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = replaced.Value });
        }

        return _locked.Of(connection, command);
    }

    /// <summary>Brings in what lies in the session's table of incoming copies.</summary>
    public NpgsqlBatch Merge(NpgsqlConnection connection) => _locked.Of(connection, new NpgsqlBatchCommand(_merge));
}
