using System.Reflection;
using DbUp;
using DbUp.Engine;
using DbUp.Engine.Output;
using Npgsql;

namespace HybridOrleans.Storage.Postgres.Schema;

/// <summary>Brings the tables of a database up to date: the numbered scripts beside this file, each run once.</summary>
internal static class PostgresSchema
{
    public const string JournalTable = "schema_versions";
    private const string ScriptPrefix = "HybridOrleans.Storage.Postgres.Schema.";

    /// <summary>The number of the newest script of this version.</summary>
    public static int Newest { get; } = Scripts().Max();

    /// <summary>The number of the newest script that a database has; 0 for an empty one.</summary>
    public static async Task<int> ReadVersionAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"select coalesce(max(substring(scriptname from '([0-9]{{4}})_')::int), 0) from {JournalTable}",
            connection);
        try
        {
            return (int)(await command.ExecuteScalarAsync(cancellation))!;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return 0;
        }
    }

    /// <summary>Runs what is missing. Many processes may do so at once: they take turns.</summary>
    /// <param name="connections">Where.</param>
    /// <param name="cancellation">Stops the waiting for the turn; a script that runs is not interrupted.</param>
    public static async Task UpgradeAsync(PostgresConnections connections, CancellationToken cancellation)
    {
        await using var connection = await connections.OpenAsync(cancellation);
        if (await ReadVersionAsync(connection, cancellation) >= Newest)
        {
            return;
        }

        await using var turn = await connection.BeginTransactionAsync(cancellation);
        await using var take = new NpgsqlCommand(
            $"set local statement_timeout = 0; "
            + $"select pg_advisory_xact_lock({AdvisoryLocks.Class}, {AdvisoryLocks.Schema})", connection, turn);
        await take.ExecuteNonQueryAsync(cancellation);

        // DbUp works on a connection of its own and blocks its thread.
        await Task.Run(() => RunScripts(connections), cancellation);
        await turn.CommitAsync(cancellation);
    }

    /// <summary>The id that the database was given when its tables were made.</summary>
    public static async Task<Guid> ReadStoreIdAsync(PostgresConnections connections, CancellationToken cancellation)
    {
        await using var connection = await connections.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand("select id from store_identity", connection);
        return await command.ExecuteScalarAsync(cancellation) as Guid? ?? throw new StoreUnavailableException(
            $"PostgreSQL at {connections.Place} has no id (table 'store_identity' is empty): the database may be "
            + "restored in part or changed by hand. Restore the row from the backup that the records are of.");
    }

    private static void RunScripts(PostgresConnections connections)
    {
        var text = new NpgsqlConnectionStringBuilder(connections.Text)
        {
            Pooling = false,

            // A script that moves rows takes as long as there are rows.
            CommandTimeout = 3_600,
        };

        // The other options stay: one of them may name the schema that all other sessions use.
        text.Options += " -c statement_timeout=0";
        var result = DeployChanges.To.PostgresqlDatabase(text.ConnectionString)
            .WithScriptsEmbeddedInAssembly(
                Assembly.GetExecutingAssembly(), name => name.StartsWith(ScriptPrefix, StringComparison.Ordinal))
            .WithVariablesDisabled()
            .WithTransactionPerScript()
            .JournalToPostgresqlTable(null, JournalTable)
            .LogTo(new NoOpUpgradeLog())
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
        {
            throw Failed(result, connections.Place);
        }
    }

    private static StoreUnavailableException Failed(DatabaseUpgradeResult result, string place)
        => new($"The schema of PostgreSQL at {place} could not be brought to version {Newest}: script "
            + $"'{result.ErrorScript?.Name}' failed and was rolled back. The role needs the right to create tables in "
            + "its schema.", result.Error);

    private static IEnumerable<int> Scripts()
        => Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(n => n.StartsWith(ScriptPrefix, StringComparison.Ordinal))
            .Select(n => int.Parse(n.AsSpan(ScriptPrefix.Length, 4), provider: null));
}
