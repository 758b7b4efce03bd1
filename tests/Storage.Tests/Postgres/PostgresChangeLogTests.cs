using HybridOrleans.Storage.Migration.Changes;
using HybridOrleans.Storage.Postgres;
using HybridOrleans.Storage.Records;
using Npgsql;
using Xunit;

namespace HybridOrleans.Storage.Tests.Postgres;

/// <summary>Entries that commit in another order than their numbers. Each test has a component of its own.</summary>
public sealed class PostgresChangeLogTests(PostgresDatabase database)
    : PostgresStoreTest, IClassFixture<PostgresDatabase>
{
    [Fact]
    public async Task A_reader_waits_for_an_entry_with_a_lower_number_that_commits_late()
    {
        await using var store = await database.OpenStoreAsync(o => o.OperationTimeout = Patience);
        var start = await store.Changes.StartAsync(Component.Users, Cancel);
        await using var late = await LateBatch.BeginAsync(database.ConnectionString, Key(1));
        Assert.True((await WriteAsync(store, Change(Key(2), 0, "1"))).Accepted);

        var reading = store.Changes.ReadAsync(Component.Users, start, 10, Cancel).AsTask();
        await UntilAsync("the reader to look at the batches inside", async () => await database.AskAsync<long>(
            "select count(*) from pg_stat_activity where datname = current_database() and query like '%pg_locks l%' "
            + "and pid <> pg_backend_pid()") > 0);
        Assert.False(reading.IsCompleted, "The reader went past an entry that is not committed yet.");
        await late.CommitAsync();

        Assert.Equal([Key(1), Key(2)], (await reading).Keys);
    }

    [Fact]
    public async Task A_reader_goes_on_without_a_batch_that_was_rolled_back()
    {
        await using var store = await database.OpenStoreAsync(o => o.OperationTimeout = Patience);
        var key = RecordKey.Create(Component.Configuration, Bot, "2");
        var start = await store.Changes.StartAsync(Component.Configuration, Cancel);
        var late = await LateBatch.BeginAsync(
            database.ConnectionString, RecordKey.Create(Component.Configuration, Bot, "1"));
        Assert.True((await WriteAsync(store, Change(key, 0, "1"))).Accepted);
        var reading = store.Changes.ReadAsync(Component.Configuration, start, 10, Cancel).AsTask();
        await late.DisposeAsync();

        Assert.Equal([key], (await reading).Keys);
    }

    [Fact]
    public async Task A_batch_whose_client_froze_is_ended_by_a_reader_after_twice_the_limit_of_a_call()
    {
        await using var store = await database.OpenStoreAsync(o => o.OperationTimeout = TimeSpan.FromSeconds(1));
        var start = await store.Changes.StartAsync(Component.Grains, Cancel);
        await using var frozen = await LateBatch.BeginAsync(
            database.ConnectionString, RecordKey.Create(Component.Grains, Bot, "1"));

        ChangePage? page = null;
        await UntilAsync("a page", async () =>
        {
            try
            {
                page = await store.Changes.ReadAsync(Component.Grains, start, 10, Cancel);
                return true;
            }
            catch (StoreUnavailableException)
            {
                return false;
            }
        });

        Assert.True(page!.IsWhole);
        Assert.Empty(page.Keys);
        await Assert.ThrowsAnyAsync<NpgsqlException>(frozen.CommitAsync);
    }

    [Fact]
    public async Task A_place_beyond_the_end_is_of_another_history_of_the_database()
    {
        await using var store = await database.OpenStoreAsync();
        var start = await store.Changes.StartAsync(Component.Analytics, Cancel);
        var beyond = start with { Sequence = start.Sequence + 1_000_000 };
        Assert.False((await store.Changes.ReadAsync(Component.Analytics, beyond, 10, Cancel)).IsWhole);
    }

    [Fact]
    public async Task Trimming_and_stopping_leave_no_entry_behind()
    {
        await using var store = await database.OpenStoreAsync();
        var start = await store.Changes.StartAsync(Component.Conversations, Cancel);
        foreach (var id in (string[])["1", "2", "3"])
        {
            await WriteAsync(store, Change(RecordKey.Create(Component.Conversations, Bot, id), 0, "1"));
        }

        var page = await store.Changes.ReadAsync(Component.Conversations, start, 2, Cancel);
        await store.Changes.TrimAsync(Component.Conversations, page.Next, Cancel);
        Assert.Equal(1, await EntriesAsync());
        await store.Changes.StopAsync(Component.Conversations, Cancel);
        Assert.Equal(0, await EntriesAsync());
        await WriteAsync(store, Change(RecordKey.Create(Component.Conversations, Bot, "4"), 0, "1"));
        Assert.Equal(0, await EntriesAsync());

        Task<long> EntriesAsync()
            => database.AskAsync<long>("select count(*) from change_log where component = 'conversations'");
    }

    /// <summary>A batch of writes as the store sends it, that has its number and does not commit yet.</summary>
    private sealed class LateBatch(NpgsqlConnection connection) : IAsyncDisposable
    {
        public static async Task<LateBatch> BeginAsync(string connectionString, RecordKey key)
        {
            var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
            await connection.OpenAsync(Cancel);
            await using var command = new NpgsqlCommand(
                $"begin; select pg_advisory_xact_lock_shared({AdvisoryLocks.Class}, "
                + $"{AdvisoryLocks.Of(key.Component)}); "
                + $"insert into change_log (component, key) values ('{key.Component}', '{key.Text}')",
                connection);
            await command.ExecuteNonQueryAsync(Cancel);
            return new LateBatch(connection);
        }

        public async Task CommitAsync()
        {
            await using var commit = new NpgsqlCommand("commit", connection);
            await commit.ExecuteNonQueryAsync(Cancel);
        }

        public ValueTask DisposeAsync() => connection.DisposeAsync();
    }
}
