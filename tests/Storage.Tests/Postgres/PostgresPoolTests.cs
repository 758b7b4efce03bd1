using HybridOrleans.Storage.Postgres;
using HybridOrleans.Storage.Quarantine;
using HybridOrleans.Storage.Records;
using Npgsql;
using Xunit;

namespace HybridOrleans.Storage.Tests.Postgres;

/// <summary>Calls that all hang, and must leave connections for others.</summary>
public sealed class PostgresPoolTests(PostgresDatabase database)
    : PostgresStoreTest, IClassFixture<PostgresDatabase>
{
    [Fact]
    public async Task Batches_of_all_components_that_hang_leave_connections_for_everything_else()
    {
        await using var store = await database.OpenStoreAsync(o => o.OperationTimeout = Patience);
        await using var connection = new NpgsqlConnection(database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Cancel);
        await using var locks = await HoldAsync(connection, string.Join(", ", Component.All));

        // A batch of one goes out at once, so that each call has a lane as long as there are lanes.
        var calls = Component.All.SelectMany(c => Enumerable.Range(1, 4).SelectMany(i => new Task[]
        {
            WriteAsync(store, Change(RecordKey.Create(c, Bot, $"{i}"), 0, "1")),
            ReadAsync(store, RecordKey.Create(c, Bot, $"{i}")),
        })).ToList();
        await UntilAsync("16 sessions that wait for a table", async () => await WaitingAsync() >= 16);

        await store.Quarantine.KeepAsync(
            new QuarantinedItem
            {
                Owner = Bot,
                Source = "a",
                Reason = "a test",
                Content = new byte[] { 1 },
                KeptAt = TimeProvider.System.GetUtcNow(),
            },
            Cancel);
        Assert.Equal(16, await WaitingAsync());
        await locks.RollbackAsync(Cancel);
        await Task.WhenAll(calls);
    }

    [Fact]
    public async Task Writes_that_hang_leave_reads_their_turns()
    {
        await using var store = await database.OpenStoreAsync(o =>
        {
            o.OperationTimeout = Patience;
            o.MaxPoolSize = 6;
        });
        await using var connection = new NpgsqlConnection(database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Cancel);
        await using var locks = await HoldAsync(connection, "users, configuration", "share");
        var writes = new[] { Component.Users, Component.Configuration }.SelectMany(c => Enumerable.Range(11, 4)
            .Select(i => WriteAsync(store, Change(RecordKey.Create(c, Bot, $"{i}"), 0, "1")))).ToList();
        await UntilAsync("2 sessions that wait for a table", async () => await WaitingAsync() == 2);

        Assert.Null(await ReadAsync(store, Key(11)));

        await locks.RollbackAsync(Cancel);
        Assert.All(await Task.WhenAll(writes), r => Assert.True(r.Accepted));
    }

    private static async Task<NpgsqlTransaction> HoldAsync(
        NpgsqlConnection connection, string tables, string mode = "access exclusive")
    {
        var transaction = await connection.BeginTransactionAsync(Cancel);
        await using var hold = new NpgsqlCommand($"lock table {tables} in {mode} mode", connection);
        await hold.ExecuteNonQueryAsync(Cancel);
        return transaction;
    }

    private Task<long> WaitingAsync() => database.AskAsync<long>(
        "select count(distinct pid) from pg_locks where locktype = 'relation' and not granted "
        + "and database = (select oid from pg_database where datname = current_database())");
}
