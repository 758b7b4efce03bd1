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
    private readonly string _lock;
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
        var fence = ListingStatements.Fence(component, isListing);
        string Listed(string change) => isListing ? ListingStatements.Listed(component, change) : change;
        string Into(string source) => Listed($"""
            insert into {name} as r (component, key, bucket, revision, write_id, body, projection, deleted)
            select '{name}', i.key, i.bucket, i.revision, i.write_id, i.body, i.projection, i.body is null
            from {source}
            left join lateral (
              select revision from {name} where component = '{name}' and key = i.key limit 1
            ) stored on true
            where {fence} <= i.epoch and (stored.revision is null or stored.revision < i.revision)
            order by i.key
            on conflict (component, key) do update
            set revision = excluded.revision, write_id = excluded.write_id, body = excluded.body,
              projection = excluded.projection, deleted = excluded.deleted, updated_at = now()
            where r.revision < excluded.revision
            returning key
            """);
        _lock = $"select pg_advisory_xact_lock_shared({AdvisoryLocks.Class}, {AdvisoryLocks.Of(component)})";
        _merge = Into($"{IncomingCopies.Table} i");
        _some = Into(
            "unnest($1, $2, $3, $4, $5, $6, $7) as i(key, bucket, revision, write_id, body, projection, epoch)");
        _replace = Listed($"""
            update {name}
            set revision = $3, write_id = $4, body = $5, projection = $6, deleted = $5 is null, bucket = $2,
              updated_at = now()
            where component = '{name}' and key = $1 and revision = $8 and revision < $3 and {fence} <= $7
            returning key
            """);
        _replaceNothing = Listed($"""
            insert into {name} (component, key, bucket, revision, write_id, body, projection, deleted)
            select '{name}', $1, $2, $3, $4, $5, $6, $5 is null
            where {fence} <= $7
            on conflict (component, key) do nothing
            returning key
            """);
    }

    /// <summary>Copies of distinct keys, none of them a repair.</summary>
    public NpgsqlBatch Some(NpgsqlConnection connection, IReadOnlyList<CopyRequest> requests)
    {
        var command = new NpgsqlBatchCommand(_some);
        Add(command, requests, NpgsqlDbType.Text, r => r.Key.Text);
        Add(command, requests, NpgsqlDbType.Smallint, r => r.Bucket);
        Add(command, requests, NpgsqlDbType.Bigint, r => r.Copy.Revision.Value);
        Add(command, requests, NpgsqlDbType.Uuid, r => r.Copy.WriteId.Value);
        Add(command, requests, NpgsqlDbType.Json, r => r.Body);
        Add(command, requests, NpgsqlDbType.Jsonb, r => r.Projection);
        Add(command, requests, NpgsqlDbType.Bigint, r => r.Copy.Epoch.Value);
        return UnderLock(connection, command);
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
        command.Parameters.Add(Bytes(request.Body, NpgsqlDbType.Json));
        command.Parameters.Add(Bytes(request.Projection, NpgsqlDbType.Jsonb));
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = request.Copy.Epoch.Value });
        if (replaced != Revision.None)
        {
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = replaced.Value });
        }

        return UnderLock(connection, command);
    }

    /// <summary>Brings in what lies in the session's table of incoming copies.</summary>
    public NpgsqlBatch Merge(NpgsqlConnection connection) => UnderLock(connection, new NpgsqlBatchCommand(_merge));

    private NpgsqlBatch UnderLock(NpgsqlConnection connection, NpgsqlBatchCommand change)
    {
        var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(_lock));
        batch.BatchCommands.Add(change);
        return batch;
    }

    private static NpgsqlParameter Bytes(byte[]? value, NpgsqlDbType type)
        => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = type };

    private static void Add<T>(
        NpgsqlBatchCommand command, IReadOnlyList<CopyRequest> requests, NpgsqlDbType type, Func<CopyRequest, T> value)
        => command.Parameters.Add(new NpgsqlParameter<T[]>
        {
            TypedValue = [.. requests.Select(value)],
            NpgsqlDbType = NpgsqlDbType.Array | type,
        });
}
