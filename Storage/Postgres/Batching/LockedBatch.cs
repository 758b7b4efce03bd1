using HybridOrleans.Storage.Records;
using Npgsql;

namespace HybridOrleans.Storage.Postgres.Batching;

/// <summary>A change of one component's rows, behind the shared lock that a rising fence waits for.</summary>
/// <remarks>
/// The lock is a statement of its own: inside the change's own statement the snapshot would be older than the lock, and
/// a change could slip past a fence raised in between.
/// </remarks>
internal sealed class LockedBatch(Component component)
{
    private readonly string _lock =
        $"select pg_advisory_xact_lock_shared({AdvisoryLocks.Class}, {AdvisoryLocks.Of(component)})";

    /// <summary>A round trip that takes the lock and then changes.</summary>
    public NpgsqlBatch Of(NpgsqlConnection connection, NpgsqlBatchCommand change)
    {
        var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(_lock));
        batch.BatchCommands.Add(change);
        return batch;
    }

    /// <summary>Sends a batch of <see cref="Of"/>.</summary>
    /// <returns>The keys that its change returned, once all of it is done.</returns>
    public static async Task<HashSet<string>> KeysOfAsync(NpgsqlBatch batch, CancellationToken cancellation)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        await using var reader = await batch.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await reader.NextResultAsync(cancellation).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            keys.Add(reader.GetString(0));
        }

        // The end of the results is the server's word that the commit, where the batch has one, is done.
        await reader.NextResultAsync(cancellation).ConfigureAwait(false);
        return keys;
    }
}
