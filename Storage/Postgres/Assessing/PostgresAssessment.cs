using System.Runtime.CompilerServices;
using HybridOrleans.Storage.Migration.Assessing;
using HybridOrleans.Storage.Records;
using Npgsql;

namespace HybridOrleans.Storage.Postgres.Assessing;

/// <summary>Tries out everything that a migration will need of this server, and leaves nothing behind.</summary>
/// <remarks>
/// Rights are used, not asked for: what is written is rolled back, and the session that is ended was opened for it.
/// </remarks>
internal sealed class PostgresAssessment(
    PostgresConnections connections, PostgresCalls calls, PostgresStoreOptions options)
{
    private delegate Task<(Severity Severity, string Message)> Trial(
        NpgsqlConnection connection, CancellationToken cancellation);

    /// <summary>One finding for each trial, in the order in which they build on each other.</summary>
    public async IAsyncEnumerable<Finding> RunAsync(
        Component component, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var use = new UseTrials(component, connections);
        (string Check, string WayOut, Trial Run)[] trials =
        [
            ("connection", "Check host, port, role and password, and that the server runs", ServerTrials.ConnectAsync),
            ("durability", "Ask the server's administrator", ServerTrials.DurabilityAsync),
            ("schema", "Start a silo of this version once with the right to create tables", ServerTrials.SchemaAsync),
            ("fence", "Restore the component's row of the table 'fences'", use.FenceAsync),
            ("write, copy and change list", "Grant select, insert, update and delete on all tables of the schema, "
                + "usage on its sequences, and temporary on the database", use.WriteAsync),
            ("round trip", "Look for rules and triggers that were added to the tables", use.RoundTripAsync),
            ("advisory locks", "End the session that holds the component's lock", use.LockAsync),
            ("ending a frozen session", "Grant the role execute on pg_terminate_backend", use.EndSessionAsync),
            ("free connections", "Raise max_connections or lower MaxPoolSize",
                (c, limited) => ServerTrials.ConnectionsAsync(c, options.MaxPoolSize, limited)),
        ];
        foreach (var (check, wayOut, run) in trials)
        {
            yield return await TryAsync(check, wayOut, run, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<Finding> TryAsync(string check, string wayOut, Trial run, CancellationToken cancellation)
    {
        try
        {
            var (severity, message) = await calls.RunAsync(
                (connection, limited) => run(connection, limited), Failed, cancellation).ConfigureAwait(false);
            return new Finding(PostgresRecordStore.StoreName, check, severity, message);
        }
        catch (StoreUnavailableException e)
        {
            return new Finding(PostgresRecordStore.StoreName, check, Severity.Blocks, $"{e.Message} {wayOut}.");
        }

        StoreUnavailableException Failed(Exception e) => new(
            $"PostgreSQL at {connections.Place} failed it or took longer than "
            + $"{options.OperationTimeout.TotalSeconds:0.###} s: {e.Message.TrimEnd('.')}.", e);
    }
}
