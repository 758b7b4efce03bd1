using Npgsql;

namespace HybridOrleans.Storage.Postgres.Claims;

/// <summary>The one session that holds a claim, as an advisory lock inside a transaction that stays open.</summary>
/// <remarks>
/// A lock of the transaction and not of the session: behind a pooler the session would outlive the process that took
/// the lock. The transaction has no snapshot and no id while it waits, so it holds back no vacuum. The lock's number is
/// that of the table <c>fences</c>: claims of two schemas of one database do not meet.
/// </remarks>
internal sealed class ClaimSession : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;

    private ClaimSession(NpgsqlConnection connection) => _connection = connection;

    /// <summary>Takes the lock, or returns null when another one holds it.</summary>
    /// <param name="connectionString">Where; its application name is that of this claim alone.</param>
    /// <param name="sharing">With whom.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<ClaimSession?> TryTakeAsync(
        string connectionString, DatabaseSharing sharing, CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(connectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            await EndFormerSessionAsync(connection, cancellation);
            if (await LockAsync(connection, sharing, cancellation))
            {
                var session = new ClaimSession(connection);
                await session.CheckAsync(cancellation);
                return session;
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    /// <summary>Fails when the server no longer knows the session, and the lock with it.</summary>
    public async Task CheckAsync(CancellationToken cancellation)
    {
        // Not a query: the snapshot of the last one would stand until the next, and hold back vacuum.
        await using var ask = new NpgsqlCommand("set local idle_in_transaction_session_timeout = 0", _connection);
        await ask.ExecuteNonQueryAsync(cancellation);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    // After a lost connection the server may still wait for our own former session.
    private static async Task EndFormerSessionAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var end = new NpgsqlCommand(
            "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() "
            + "and datname = current_database() and application_name = current_setting('application_name')",
            connection);
        await end.ExecuteNonQueryAsync(cancellation);
    }

    // A machine that vanished is noticed after 11 s; a killed process closes its connection at once.
    private static async Task<bool> LockAsync(
        NpgsqlConnection connection, DatabaseSharing sharing, CancellationToken cancellation)
    {
        var function = sharing == DatabaseSharing.Alone
            ? "pg_try_advisory_xact_lock"
            : "pg_try_advisory_xact_lock_shared";
        await using var take = new NpgsqlCommand(
            $"""
            begin;
            set local tcp_keepalives_idle = 5;
            set local tcp_keepalives_interval = 2;
            set local tcp_keepalives_count = 3;
            select {function}({AdvisoryLocks.ClaimClass}, 'fences'::regclass::oid::int)
            """,
            connection);
        return (bool)(await take.ExecuteScalarAsync(cancellation))!;
    }
}
