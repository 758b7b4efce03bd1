using HybridOrleans.Storage.Migration.Rehearsing;
using Npgsql;

namespace HybridOrleans.Storage.Postgres;

/// <summary>Ends the sessions of every process that uses this database under the same application name.</summary>
internal sealed class ConnectionCut(
    PostgresConnections connections, PostgresErrors errors, TimeSpan limit, TimeProvider time) : IConnectionCut
{
    private const string EndAll =
        """
        select count(*) filter (where pg_terminate_backend(pid)) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()
          and application_name = current_setting('application_name')
        """;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <inheritdoc/>
    public async Task<long> CutAsync(Action begun, CancellationToken until)
    {
        long ended = 0;
        try
        {
            await using var connection = await connections.OpenAsync(until);
            await using var command = new NpgsqlCommand(EndAll, connection);
            while (!until.IsCancellationRequested)
            {
                // Its own limit, and not the caller's token: the last look is finished, or a server that hangs is told.
                using var deadline = new CancellationTokenSource(limit, time);
                ended += (long)(await command.ExecuteScalarAsync(deadline.Token))!;
                begun();
                await Task.Delay(Pause, time, until).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            return ended;
        }
        catch (OperationCanceledException) when (until.IsCancellationRequested)
        {
            return ended;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            throw errors.NotCut(e);
        }
    }
}
