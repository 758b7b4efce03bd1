using HybridOrleans.Storage.Records;
using Npgsql;

namespace HybridOrleans.Storage.Postgres.Fencing;

/// <summary>Does something to a component while no batch of writes or copies is on its way.</summary>
/// <remarks>
/// The exclusive advisory lock waits until every batch that looked at the old state is over. A client that froze inside
/// a batch holds the shared lock past every time-out, so the sessions that hold it for too long are ended: their
/// batches roll back, and callers that still wait settle the outcome by their write ids, or repeat their copies.
/// </remarks>
internal sealed class ExclusiveTurn(PostgresCalls calls)
{
    /// <summary>Takes the turn, works, and commits.</summary>
    /// <param name="component">The component.</param>
    /// <param name="patience">How long a batch may go on before its session is ended.</param>
    /// <param name="work">What to do inside the transaction; it may run more than once.</param>
    /// <param name="failed">Says what a failure means.</param>
    /// <param name="cancellation">Stops the waiting; the work may still be committed.</param>
    /// <exception cref="StoreUnavailableException">No answer; the work may be committed.</exception>
    public Task<T> RunAsync<T>(
        Component component, TimeSpan patience, Func<NpgsqlConnection, CancellationToken, Task<T>> work,
        Func<Exception, StoreUnavailableException> failed, CancellationToken cancellation)
        => calls.RunAsync(
            async (connection, limited) =>
            {
                while (true)
                {
                    try
                    {
                        return await OnceAsync(connection, component, patience, work, limited).ConfigureAwait(false);
                    }
                    catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
                    {
                        await LockHolders.EndAsync(connection, component, patience, limited).ConfigureAwait(false);
                    }
                }
            },
            failed,
            cancellation);

    private static async Task<T> OnceAsync<T>(
        NpgsqlConnection connection, Component component, TimeSpan patience,
        Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await using var wait = new NpgsqlCommand(
            $"set local lock_timeout = '{patience.TotalMilliseconds:0}ms'; "
            + $"select pg_advisory_xact_lock({AdvisoryLocks.Class}, {AdvisoryLocks.Of(component)})",
            connection, transaction);
        await wait.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        var result = await work(connection, cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return result;
    }
}
