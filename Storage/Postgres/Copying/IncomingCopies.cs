using Npgsql;
using NpgsqlTypes;

namespace HybridOrleans.Storage.Postgres.Copying;

/// <summary>The session's temporary table, where a great many copies wait for their merge.</summary>
/// <remarks>It is made once per session and emptied by each commit, so that bulks leave no dead catalogue.</remarks>
internal static class IncomingCopies
{
    /// <summary>The table, as a statement that merges it names it.</summary>
    public const string Table = "incoming_copies";

    private const string Make = $"""
        create temporary table if not exists {Table} (
          key text collate "C", bucket smallint, revision bigint, write_id uuid, body json, projection jsonb,
          epoch bigint, body_hash bytea
        ) on commit delete rows
        """;

    private const string Fill =
        $"copy {Table} (key, bucket, revision, write_id, body, projection, epoch, body_hash) from stdin "
        + "(format binary)";

    /// <summary>Sends copies into the table, inside a transaction of the caller.</summary>
    public static async Task FillAsync(
        NpgsqlConnection connection, IReadOnlyList<CopyRequest> requests, CancellationToken cancellation)
    {
        await using (var make = new NpgsqlCommand(Make, connection))
        {
            await make.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        }

        await using var import = await connection.BeginBinaryImportAsync(Fill, cancellation).ConfigureAwait(false);
        foreach (var request in requests)
        {
            await import.StartRowAsync(cancellation).ConfigureAwait(false);
            await import.WriteAsync(request.Key.Text, NpgsqlDbType.Text, cancellation).ConfigureAwait(false);
            await import.WriteAsync(request.Bucket, NpgsqlDbType.Smallint, cancellation).ConfigureAwait(false);
            await import.WriteAsync(request.Copy.Revision.Value, NpgsqlDbType.Bigint, cancellation)
                .ConfigureAwait(false);
            await import.WriteAsync(request.Copy.WriteId.Value, NpgsqlDbType.Uuid, cancellation).ConfigureAwait(false);
            await WriteAsync(import, request.Body, NpgsqlDbType.Json, cancellation).ConfigureAwait(false);
            await WriteAsync(import, request.Projection, NpgsqlDbType.Jsonb, cancellation).ConfigureAwait(false);
            await import.WriteAsync(request.Copy.Epoch.Value, NpgsqlDbType.Bigint, cancellation).ConfigureAwait(false);
            await WriteAsync(import, request.BodyHash, NpgsqlDbType.Bytea, cancellation).ConfigureAwait(false);
        }

        await import.CompleteAsync(cancellation).ConfigureAwait(false);
    }

    private static Task WriteAsync(
        NpgsqlBinaryImporter import, byte[]? bytes, NpgsqlDbType type, CancellationToken cancellation)
        => bytes is null ? import.WriteNullAsync(cancellation) : import.WriteAsync(bytes, type, cancellation);
}
