using HybridOrleans.Storage.Records;
using Npgsql;
using NpgsqlTypes;

namespace HybridOrleans.Storage.Postgres.Fencing;

/// <summary>The sessions that are inside a batch of a component, as its advisory lock shows them.</summary>
internal static class LockHolders
{
    /// <summary>Ends the sessions that have been inside a batch for longer than a time.</summary>
    /// <remarks>
    /// A batch that has only just begun is spared: it is over before the next try. A session of another role shows no
    /// start, and is ended when this role may do that.
    /// </remarks>
    public static async Task EndAsync(
        NpgsqlConnection connection, Component component, TimeSpan olderThan, CancellationToken cancellation)
    {
        await using var end = new NpgsqlCommand(
            $"""
            select pg_terminate_backend(l.pid)
            from pg_locks l
            left join pg_stat_activity a on a.pid = l.pid
            where {Holds(component)} and l.pid <> pg_backend_pid()
              and coalesce(a.xact_start < clock_timestamp() - $1, true)
            """,
            connection);
        end.Parameters.Add(new NpgsqlParameter<TimeSpan>
        {
            TypedValue = olderThan,
            NpgsqlDbType = NpgsqlDbType.Interval,
        });
        await end.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>The condition on <c>pg_locks l</c>: the lock of the component, in this database, granted.</summary>
    public static string Holds(Component component)
        => $"l.locktype = 'advisory' and l.granted and l.classid::bigint = {AdvisoryLocks.Class} "
            + $"and l.objid::bigint = {unchecked((uint)AdvisoryLocks.Of(component))} and l.objsubid = 2 "
            + "and l.database = (select oid from pg_database where datname = current_database())";
}
