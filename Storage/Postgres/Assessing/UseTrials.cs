using System.Security.Cryptography;
using System.Text;
using HybridOrleans.Storage.Migration.Assessing;
using HybridOrleans.Storage.Postgres.Digesting;
using HybridOrleans.Storage.Records;
using Npgsql;
using NpgsqlTypes;

namespace HybridOrleans.Storage.Postgres.Assessing;

/// <summary>What the role may do, tried out and rolled back.</summary>
internal sealed class UseTrials(Component component, PostgresConnections connections)
{
    /// <summary>What no honest key looks like, so that it meets no record.</summary>
    private const string Probe = "%assessment";

    /// <summary>All that stores get wrong: order, equal names, escapes, numbers, and what has no text.</summary>
    private static readonly byte[] Ugly = Encoding.UTF8.GetBytes(
        """{"b":1,"a":1.50e+2,"a":-0,"\u0000":"\ud800 \u0000","ключ":["😀","\/",1e400,12345678901234567890.10]}""");

    /// <summary>That the fence is there: without it nothing of the component is read or written.</summary>
    public async Task<(Severity, string)> FenceAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var lowest = await AskAsync(
            connection, $"select lowest from fences where component = '{component}'", cancellation);
        return lowest is null
            ? (Severity.Blocks, $"The fence of '{component}' is missing. Restore its row of the table 'fences' with "
                + "the epoch of the component.")
            : (Severity.Passed, $"The fence of '{component}' stands at epoch {lowest}.");
    }

    /// <summary>Every kind of statement that the way there and the way back need.</summary>
    public async Task<(Severity, string)> WriteAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        string[] statements =
        [
            "create temporary table assessment_trial (key text) on commit drop",
            InsertOf("'{}'"),
            $"update {component} set revision = 2 where component = '{component}' and key = '{Probe}'",
            $"delete from {component} where component = '{component}' and key = '{Probe}'",
            $"insert into change_log (component, key) values ('{component}', '{Probe}')",
            $"delete from change_log where component = '{component}' and key = '{Probe}'",
            "select last_value from change_log_seq_seq",
            $"update fences set lowest = lowest, listing = listing where component = '{component}'",
            $"insert into migration_documents (component, version, document) values ('{Probe}', 1, '')",
            $"update migration_documents set version = 2 where component = '{Probe}'",
            $"insert into divergences (component, key, reason, seen_at) values ('{Probe}', '', '', now())",
            $"delete from divergences where component = '{Probe}'",
            "insert into quarantine (owner, source, reason, content, content_hash, kept_at) "
                + $"values ('{Probe}', '', '', '', '', now())",
        ];
        foreach (var statement in statements)
        {
            await AskAsync(connection, statement, cancellation);
        }

        await transaction.RollbackAsync(cancellation);
        return (Severity.Passed, $"{statements.Length} statements were allowed, and rolled back.");
    }

    /// <summary>That a body comes back byte for byte, and that the server hashes the same bytes.</summary>
    public async Task<(Severity, string)> RoundTripAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var insert = new NpgsqlCommand(InsertOf("$1"), connection))
        {
            insert.Parameters.Add(new NpgsqlParameter { Value = Ugly, NpgsqlDbType = NpgsqlDbType.Json });
            await insert.ExecuteNonQueryAsync(cancellation);
        }

        await using var select = new NpgsqlCommand(
            $"select r.body, {DigestReader.HashOfBody} from {component} r "
            + $"where component = '{component}' and key = '{Probe}'",
            connection);
        var (body, hash) = (Array.Empty<byte>(), Array.Empty<byte>());
        await using (var reader = await select.ExecuteReaderAsync(cancellation))
        {
            if (await reader.ReadAsync(cancellation))
            {
                (body, hash) = (reader.GetFieldValue<byte[]>(0), reader.GetFieldValue<byte[]>(1));
            }
        }

        await transaction.RollbackAsync(cancellation);
        return body.AsSpan().SequenceEqual(Ugly) && hash.AsSpan().SequenceEqual(SHA256.HashData(Ugly))
            ? (Severity.Passed, $"A body of {Ugly.Length} bytes came back as it was, and was rolled back.")
            : (Severity.Blocks, $"A body of {Ugly.Length} bytes came back changed ({body.Length} bytes). Look for "
                + "rules and triggers that were added to the tables.");
    }

    /// <summary>That batches and fences can take the component's lock.</summary>
    public async Task<(Severity, string)> LockAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var took = await AskAsync(
            connection,
            $"select pg_try_advisory_xact_lock_shared({AdvisoryLocks.Class}, {AdvisoryLocks.Of(component)})",
            cancellation);
        return took is true
            ? (Severity.Passed, "The lock of the component was taken and given back.")
            : (Severity.Warns, "The lock of the component was held exclusively: a fence rises or a listing begins just "
                + "now. Try again; if it stays so, end the session that holds it (pg_locks).");
    }

    /// <summary>That a session frozen inside a batch can be ended, or no fence could ever rise over it.</summary>
    public async Task<(Severity, string)> EndSessionAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var text = new NpgsqlConnectionStringBuilder(connections.Text) { Pooling = false };
        await using var victim = new NpgsqlConnection(text.ConnectionString);
        await victim.OpenAsync(cancellation);
        var ended = await AskAsync(connection, $"select pg_terminate_backend({victim.ProcessID})", cancellation);
        return ended is true
            ? (Severity.Passed, "A session that was opened for it was ended.")
            : (Severity.Blocks, "A session of this role could not be ended. Grant it execute on pg_terminate_backend.");
    }

    private string InsertOf(string body)
        => $"insert into {component} (component, bucket, key, revision, write_id, body, deleted) "
            + $"values ('{component}', 0, '{Probe}', 1, '{Guid.Empty}', {body}, false)";

    private static async Task<object?> AskAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellation);
    }
}
