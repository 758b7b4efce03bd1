using HybridOrleans.Storage.Records;
using Npgsql;

namespace HybridOrleans.Storage.Postgres.Fencing;

/// <summary>Raises the lowest epoch that a component accepts.</summary>
/// <remarks>
/// The exclusive advisory lock waits until every batch that looked at the old fence is over. A client that froze inside
/// a batch holds the shared lock past every time-out, so after 200 ms the sessions that hold it are ended: their
/// batches roll back, and callers that still wait settle the outcome by their write ids.
/// </remarks>
internal sealed class FenceRaiser(
    PostgresConnections connections, PostgresErrors errors, TimeSpan limit, TimeProvider time)
{
    private const string LockTimeout = "200ms";

    /// <exception cref="StoreUnavailableException">No answer; the fence may have risen.</exception>
    public async Task<Epoch> RaiseAsync(Component component, Epoch lowest, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            await using var connection = await connections.OpenAsync(either.Token).ConfigureAwait(false);
            while (true)
            {
                try
                {
                    return await RaiseOnceAsync(connection, component, lowest, either.Token).ConfigureAwait(false);
                }
                catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
                {
                    await EndHoldersAsync(connection, component, either.Token).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) when (e is not StoreUnavailableException)
        {
            throw errors.FenceNotRaised(component, e);
        }
    }

    private async Task<Epoch> RaiseOnceAsync(
        NpgsqlConnection connection, Component component, Epoch lowest, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await using var wait = new NpgsqlCommand(
            $"set local lock_timeout = '{LockTimeout}'; "
            + $"select pg_advisory_xact_lock({AdvisoryLocks.Class}, {AdvisoryLocks.Of(component)})",
            connection, transaction);
        await wait.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        await using var raise = new NpgsqlCommand(
            """
            update fences set lowest = greatest(lowest, $2),
              raised_at = case when $2 > lowest then now() else raised_at end
            where component = $1
            returning lowest
            """,
            connection, transaction);
        raise.Parameters.Add(new NpgsqlParameter<string> { TypedValue = component.Name });
        raise.Parameters.Add(new NpgsqlParameter<long> { TypedValue = lowest.Value });
        var stands = await raise.ExecuteScalarAsync(cancellation).ConfigureAwait(false) as long?
            ?? throw errors.FenceMissing(component);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return new Epoch(stands);
    }

    // A batch that has only just begun is spared: it is over before the next try. A session of another role shows no
    // start, and is ended when this role may do that.
    private static async Task EndHoldersAsync(
        NpgsqlConnection connection, Component component, CancellationToken cancellation)
    {
        await using var end = new NpgsqlCommand(
            $"""
            select pg_terminate_backend(l.pid)
            from pg_locks l
            join pg_database d on d.oid = l.database and d.datname = current_database()
            left join pg_stat_activity a on a.pid = l.pid
            where l.locktype = 'advisory' and l.classid::bigint = {AdvisoryLocks.Class}
              and l.objid::bigint = {unchecked((uint)AdvisoryLocks.Of(component))} and l.objsubid = 2 and l.granted
              and l.pid <> pg_backend_pid()
              and coalesce(a.xact_start < clock_timestamp() - interval '{LockTimeout}', true)
            """,
            connection);
        await end.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }
}
