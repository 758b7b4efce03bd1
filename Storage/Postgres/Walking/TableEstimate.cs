using HybridOrleans.Storage.Records;
using Npgsql;

namespace HybridOrleans.Storage.Postgres.Walking;

/// <summary>Asks the server's statistics how many records a component has.</summary>
internal sealed class TableEstimate(PostgresCalls calls, PostgresErrors errors)
{
    /// <exception cref="StoreUnavailableException">No answer.</exception>
    public Task<long> CountAsync(Component component, CancellationToken cancellation)
        => calls.RunAsync(
            async (connection, limited) =>
            {
                // The planner's number is as old as the last vacuum, the other one as old as the last restart.
                await using var command = new NpgsqlCommand(
                    """
                    select coalesce(sum(greatest(0, c.reltuples::bigint, pg_stat_get_live_tuples(c.oid))), 0)::bigint
                    from pg_partition_tree($1::regclass) t join pg_class c on c.oid = t.relid where t.isleaf
                    """,
                    connection);
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = component.Name });
                return (long)(await command.ExecuteScalarAsync(limited).ConfigureAwait(false))!;
            },
            e => errors.ReadFailed(component, e), cancellation);
}
