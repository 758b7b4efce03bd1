using System.Text;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Postgres.Projection;
using Npgsql;
using NpgsqlTypes;

namespace HybridOrleans.Bench.Migration;

/// <summary>What somebody would write who need not think of live writes: all rows into a table, then a merge.</summary>
internal sealed class PlainCopy(NpgsqlDataSource database, IReadOnlyList<RecordCopy> records) : IAsyncDisposable
{
    private const string Columns = "component, key, bucket, revision, write_id, body, projection, deleted";

    /// <summary>Makes a table of the same shape, with the same indexes.</summary>
    public static async Task<PlainCopy> OpenAsync(string connectionString, IReadOnlyList<RecordCopy> records)
    {
        var plain = new PlainCopy(NpgsqlDataSource.Create(connectionString), records);
        await plain.ExecuteAsync("create table plain (like users including all) with (fillfactor = 80)");
        return plain;
    }

    /// <summary>Empties both tables, and leaves no flush of the one contender to the other.</summary>
    public async Task EmptyAsync()
    {
        await ExecuteAsync("truncate plain, users");
        await ExecuteAsync("checkpoint");
    }

    /// <summary>Copies records that are in memory.</summary>
    public Task RunAsync() => RunAsync(record => record.Body!.Utf8.ToArray());

    /// <summary>Copies what the files hold, without a look at whether it is whole.</summary>
    public async Task RunFromAsync(string root)
    {
        var bodies = Directory.EnumerateFiles(root + "/" + Filling.Kind, "*.json", SearchOption.AllDirectories)
            .ToDictionary(f => Path.GetFileNameWithoutExtension(f), File.ReadAllBytes);
        await RunAsync(record => bodies[record.Key.Text.Split('/')[1]]);
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    private async Task RunAsync(Func<RecordCopy, byte[]> bodyOf)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await ExecuteAsync(connection, "create temporary table incoming (like plain) on commit drop");
        await using (var import = await connection.BeginBinaryImportAsync(
            $"copy incoming ({Columns}, updated_at) from stdin (format binary)"))
        {
            foreach (var record in records)
            {
                var body = bodyOf(record);
                await import.StartRowAsync();
                await import.WriteAsync("users", NpgsqlDbType.Text);
                await import.WriteAsync(record.Key.Text, NpgsqlDbType.Text);
                await import.WriteAsync((short)record.Key.Bucket, NpgsqlDbType.Smallint);
                await import.WriteAsync(record.Revision.Value, NpgsqlDbType.Bigint);
                await import.WriteAsync(record.WriteId.Value, NpgsqlDbType.Uuid);
                await import.WriteAsync(body, NpgsqlDbType.Json);
                await import.WriteAsync(ProjectionWriter.From(body)!, NpgsqlDbType.Jsonb);
                await import.WriteAsync(false, NpgsqlDbType.Boolean);
                await import.WriteAsync(DateTime.UnixEpoch, NpgsqlDbType.TimestampTz);
            }

            await import.CompleteAsync();
        }

        await ExecuteAsync(connection, $"""
            insert into plain ({Columns}) select {Columns} from incoming order by key
            on conflict (component, key) do update
            set revision = excluded.revision, write_id = excluded.write_id, body = excluded.body,
              projection = excluded.projection, deleted = excluded.deleted, updated_at = now()
            where plain.revision < excluded.revision
            """);
        await transaction.CommitAsync();
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = await database.OpenConnectionAsync();
        await ExecuteAsync(connection, sql);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }
}
