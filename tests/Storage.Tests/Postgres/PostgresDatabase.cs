using HybridOrleans.Storage.Postgres;
using HybridOrleans.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace HybridOrleans.Storage.Tests.Postgres;

/// <summary>One database for a test class.</summary>
public sealed class PostgresDatabase(PostgresFixture postgres) : IAsyncLifetime
{
    public string ConnectionString { get; private set; } = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => ConnectionString = await postgres.CreateDatabaseAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public Task<PostgresRecordStore> OpenStoreAsync(
        Action<PostgresStoreOptions>? change = null, TimeProvider? time = null)
        => OpenStoreAsync(ConnectionString, change, time);

    public static Task<PostgresRecordStore> OpenStoreAsync(
        string connectionString, Action<PostgresStoreOptions>? change = null, TimeProvider? time = null)
    {
        var options = new PostgresStoreOptions { ConnectionString = connectionString, MinPoolSize = 0 };
        change?.Invoke(options);
        return PostgresRecordStore.OpenAsync(
            options, time ?? TimeProvider.System, NullLogger<PostgresRecordStore>.Instance, Cancel);
    }

    public Task<T?> AskAsync<T>(string sql) => AskAsync<T>(ConnectionString, sql);

    public static async Task<T?> AskAsync<T>(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T?)(await command.ExecuteScalarAsync(Cancel) is var value and not DBNull ? value : null);
    }

    public Task RunAsync(string sql) => AskAsync<object>(sql);
}
