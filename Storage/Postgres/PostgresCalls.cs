using Npgsql;

namespace HybridOrleans.Storage.Postgres;

/// <summary>Runs calls that share no batch, each on a connection of its own and within the store's limit.</summary>
internal sealed class PostgresCalls(PostgresConnections connections, TimeSpan limit, TimeProvider time)
{
    /// <summary>Runs one call.</summary>
    /// <param name="work">What to do; its token ends in time.</param>
    /// <param name="failed">Says what a failure means. Errors of a store pass as they are.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <exception cref="StoreUnavailableException">No answer.</exception>
    public Task<T> RunAsync<T>(
        Func<NpgsqlConnection, CancellationToken, Task<T>> work, Func<Exception, StoreUnavailableException> failed,
        CancellationToken cancellation)
        => RunAsync(connections.OpenAsync, work, failed, cancellation);

    /// <summary>Runs one call on the server for reads where an older answer is harmless.</summary>
    /// <exception cref="StoreUnavailableException">No answer.</exception>
    public Task<T> RunReadOnlyAsync<T>(
        Func<NpgsqlConnection, CancellationToken, Task<T>> work, Func<Exception, StoreUnavailableException> failed,
        CancellationToken cancellation)
        => RunAsync(connections.OpenReadOnlyAsync, work, failed, cancellation);

    private async Task<T> RunAsync<T>(
        Func<CancellationToken, ValueTask<NpgsqlConnection>> open,
        Func<NpgsqlConnection, CancellationToken, Task<T>> work, Func<Exception, StoreUnavailableException> failed,
        CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var deadline = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            await using var connection = await open(either.Token).ConfigureAwait(false);
            return await work(connection, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) when (e is not StoreUnavailableException)
        {
            throw failed(e);
        }
    }
}
