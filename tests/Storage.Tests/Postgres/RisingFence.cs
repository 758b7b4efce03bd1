using HybridOrleans.Storage.Postgres;
using HybridOrleans.Storage.Records;
using Npgsql;
using Xunit;

namespace HybridOrleans.Storage.Tests.Postgres;

/// <summary>A session that raises a fence as the store does, and stops before its commit.</summary>
internal sealed class RisingFence(NpgsqlConnection connection, Component component) : IAsyncDisposable
{
    private NpgsqlTransaction _transaction = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<RisingFence> BeginAsync(string connectionString, Component component)
    {
        var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync(Cancel);
        return new RisingFence(connection, component)
        {
            _transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.ReadCommitted, Cancel),
        };
    }

    /// <summary>Ends when no batch of writes is under way; later ones wait.</summary>
    public Task LockAsync()
        => RunAsync($"select pg_advisory_xact_lock({AdvisoryLocks.Class}, {AdvisoryLocks.Of(component)})");

    public async Task RaiseAsync(long lowest)
    {
        await RunAsync($"update fences set lowest = {lowest} where component = '{component}'");
        await _transaction.CommitAsync(Cancel);
    }

    public Task GiveUpAsync() => _transaction.RollbackAsync(Cancel);

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    public async Task RunAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection, _transaction) { CommandTimeout = 60 };
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
