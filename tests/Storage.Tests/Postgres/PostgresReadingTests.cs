using HybridOrleans.Storage.Postgres;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Network;
using Npgsql;
using Xunit;

namespace HybridOrleans.Storage.Tests.Postgres;

/// <summary>What may go wrong when reads share a batch, and must not. Each test has a database of its own.</summary>
public sealed class PostgresReadingTests(PostgresDatabase database)
    : PostgresStoreTest, IClassFixture<PostgresDatabase>
{
    private const int MiB = 1024 * 1024;

    [Fact]
    public async Task One_round_trip_brings_no_more_bytes_than_it_may()
    {
        var text = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        await using var proxy = new TcpProxy(text.Port);
        text.Port = proxy.Port;
        await using var store = await OneLaneAsync(text.ConnectionString, o => o.ReadBatchBytesMax = MiB);
        string Large(long id) => $"\"{id}{new string('x', 300_000)}\"";
        await Task.WhenAll(Enumerable.Range(1, 10).Select(id => WriteAsync(store, Change(Key(id), 0, Large(id)))));

        // Compressed on the disk, they must still count in full.
        var (inAnswer, largest) = (0L, 0L);
        proxy.Rule = (to, bytes) =>
        {
            inAnswer = to == ProxyDirection.ToServer ? 0 : inAnswer + bytes.Length;
            largest = Math.Max(largest, inAnswer);
            return ProxyVerdict.Pass;
        };
        var read = await BehindABusyLaneAsync(store, 1, 10);

        Assert.All(read, (r, i) => Assert.Equal(Body(Large(i + 1)), r.Record!.Body));
        Assert.InRange(largest, 900_000, MiB + 10_000);
    }

    [Fact]
    public async Task Keys_that_were_never_written_and_tombstones_share_a_batch_with_large_bodies()
    {
        await using var store = await OneLaneAsync(database.ConnectionString, o => o.ReadBatchBytesMax = MiB);
        foreach (var id in (long[])[21, 22, 24])
        {
            await WriteAsync(store, Change(Key(id), 0, $"\"{new string('y', 900_000)}\""));
        }

        await WriteAsync(store, Change(Key(22), 1, null));
        var read = await BehindABusyLaneAsync(store, 20, 25);

        Assert.Equal([0, 1, 2, 0, 1, 0], read.Select(r => r.Record?.Revision.Value ?? 0));
        Assert.Equal([21, 24], read.Index().Where(r => r.Item.Record?.Body is not null).Select(r => r.Index + 20));
    }

    [Fact]
    public async Task A_row_that_the_server_cannot_bring_never_fails_its_neighbours()
    {
        await using var store = await OneLaneAsync(database.ConnectionString);
        await Task.WhenAll(Enumerable.Range(31, 20).Select(id => WriteAsync(store, Change(Key(id), 0, $"{id}"))));
        await database.RunAsync(
            $$"""
            create function broken() returns json language plpgsql as
              $f$ begin raise exception 'missing chunk' using errcode = 'XX001'; end $f$;
            alter table users rename to users_kept;
            create view users as select component, bucket, key, revision, write_id, deleted, projection, updated_at,
              case when key = '{{Key(37).Text}}' then broken() else body end as body from users_kept
            """);
        List<(StoredRecord? Record, Exception? Error)> read;
        try
        {
            read = await BehindABusyLaneAsync(store, 31, 50, "users_kept");
        }
        finally
        {
            await database.RunAsync("drop view users; alter table users_kept rename to users");
        }

        await AssertOnlyAsync(37, read);
        Assert.Contains("SQLSTATE XX001", read[6].Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_cannot_be_decoded_never_fails_its_neighbours()
    {
        await using var store = await OneLaneAsync(database.ConnectionString);
        await Task.WhenAll(Enumerable.Range(31, 20).Select(id => WriteAsync(store, Change(Key(id), 0, $"{id}"))));
        await database.RunAsync("alter table records alter column write_id drop not null");
        await database.RunAsync($"update users set write_id = null where key = '{Key(40).Text}'");

        var read = await BehindABusyLaneAsync(store, 31, 50);

        await AssertOnlyAsync(40, read);
        await Assert.ThrowsAsync<DamagedRecordException>(() => WriteAsync(store, Change(Key(40), 0, "1")));
    }

    private static Task AssertOnlyAsync(int damaged, List<(StoredRecord? Record, Exception? Error)> read)
    {
        Assert.IsType<DamagedRecordException>(read[damaged - 31].Error);
        Assert.All(read, (r, i) => Assert.True(
            i == damaged - 31 || r.Record?.Body?.Equals(Body($"{i + 31}")) == true, $"Row {i + 31}: {r.Error}"));
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Each_kind_of_read_is_read_again_when_its_pooled_connection_was_ended()
    {
        await using var store = await OneLaneAsync(database.ConnectionString);
        await WriteAsync(store, Change(Key(60), 0, "60"));
        await EndConnectionsAsync();
        Assert.Equal(1, (await ReadAsync(store, Key(60)))!.Revision.Value);
        await EndConnectionsAsync();
        Assert.Equal(1, (await store.DigestAsync(Key(60), Epoch.Initial, Cancel))!.Revision.Value);
        await EndConnectionsAsync();
        Assert.Equal(1, (await store.StampAsync(Key(60), Epoch.Initial, Cancel))!.Revision.Value);

        Task EndConnectionsAsync() => database.RunAsync(
            "select count(pg_terminate_backend(pid, 10000)) from pg_stat_activity "
            + "where datname = current_database() and pid <> pg_backend_pid()");
    }

    private static Task<PostgresRecordStore> OneLaneAsync(
        string connectionString, Action<PostgresStoreOptions>? change = null)
        => PostgresDatabase.OpenStoreAsync(connectionString, o =>
        {
            o.ReadLanes = 1;
            o.OperationTimeout = Patience;
            change?.Invoke(o);
        });

    /// <summary>Keeps the only lane of reads busy with a locked table, puts the reads in line, and lets go.</summary>
    private async Task<List<(StoredRecord? Record, Exception? Error)>> BehindABusyLaneAsync(
        PostgresRecordStore store, int first, int last, string table = "users")
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await using var hold = new NpgsqlCommand($"lock table {table} in access exclusive mode", connection);
        await hold.ExecuteNonQueryAsync(Cancel);

        var busy = ReadAsync(store, Key(-1));
        var inLine = Enumerable.Range(first, last - first + 1).Select(id => ReadAsync(store, Key(id))).ToList();
        await transaction.RollbackAsync(Cancel);
        await busy;
        var results = new List<(StoredRecord?, Exception?)>();
        foreach (var read in inLine)
        {
            var error = await Record.ExceptionAsync(() => read);
            results.Add(error is null ? (await read, null) : (null, error));
        }

        return results;
    }
}
