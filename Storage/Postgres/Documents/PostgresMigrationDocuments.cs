using System.Text;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Records;
using Npgsql;

namespace HybridOrleans.Storage.Postgres.Documents;

/// <summary>Keeps the migration documents in a table of their own, byte for byte as their format writes them.</summary>
internal sealed class PostgresMigrationDocuments(PostgresCalls calls, PostgresErrors errors) : IMigrationDocuments
{
    /// <inheritdoc/>
    public async ValueTask<MigrationDocument?> ReadAsync(Component component, CancellationToken cancellation)
    {
        var text = await calls.RunAsync(
            async (connection, limited) =>
            {
                await using var command = new NpgsqlCommand(
                    "select document from migration_documents where component = $1", connection);
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = component.Name });
                return await command.ExecuteScalarAsync(limited).ConfigureAwait(false) as string;
            },
            e => errors.DocumentFailed(component, "read", e), cancellation).ConfigureAwait(false);
        return text is null
            ? null
            : MigrationDocumentFormat.Read(Encoding.UTF8.GetBytes(text), component, errors.Store);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> TryWriteAsync(
        MigrationDocument document, long expectedVersion, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(document.Version, expectedVersion);
        var text = Encoding.UTF8.GetString(MigrationDocumentFormat.Write(document));
        return await calls.RunAsync(
            (connection, limited) => TryWriteAsync(connection, document, text, expectedVersion, limited),
            e => errors.DocumentFailed(document.Component, "written", e), cancellation).ConfigureAwait(false);
    }

    // The winner of two first documents is decided by the primary key, and of two later ones by the lock of the row:
    // the second looks at the version again when the first has committed.
    private static async Task<bool> TryWriteAsync(
        NpgsqlConnection connection, MigrationDocument document, string text, long expected,
        CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            expected == 0
                ? """
                  insert into migration_documents (component, version, document) values ($1, $2, $3)
                  on conflict (component) do nothing
                  """
                : """
                  update migration_documents set version = $2, document = $3, updated_at = now()
                  where component = $1 and version = $4
                  """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = document.Component.Name });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = document.Version });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = text });
        if (expected != 0)
        {
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = expected });
        }

        return await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false) == 1;
    }
}
