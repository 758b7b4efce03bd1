using HybridOrleans.Storage.Postgres;
using HybridOrleans.Storage.Postgres.Schema;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit;
using Npgsql;
using Xunit;

namespace HybridOrleans.Storage.Tests.Postgres;

/// <summary>Which databases are taken, and how their schema comes about.</summary>
public sealed class PostgresOpeningTests(PostgresFixture postgres) : PostgresStoreTest
{
    [Fact]
    public async Task Many_stores_that_start_at_once_make_one_schema()
    {
        var database = await postgres.CreateDatabaseAsync();

        var stores = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(_ => PostgresDatabase.OpenStoreAsync(database)));

        await WriteAsync(stores[0], Change(Key(1), 0, "1"));
        Assert.NotNull(await ReadAsync(stores[5], Key(1)));
        foreach (var store in stores)
        {
            await store.DisposeAsync();
        }

        Assert.Equal(PostgresSchema.Newest, await VersionAsync(database));
        Assert.Equal(
            (long)PostgresSchema.Newest,
            await PostgresDatabase.AskAsync<long>(database, "select count(*) from schema_versions"));
    }

    [Fact]
    public async Task Every_component_is_a_table_of_its_own_with_a_fence()
    {
        var database = await postgres.CreateDatabaseAsync();
        Assert.Equal(0, await VersionAsync(database));
        await using var store = await PostgresDatabase.OpenStoreAsync(database);

        foreach (var component in Component.All)
        {
            Assert.Equal(0, await PostgresDatabase.AskAsync<long>(database, $"select count(*) from {component}"));
            Assert.Equal(0, await PostgresDatabase.AskAsync<long>(
                database, $"select lowest from fences where component = '{component}'"));
        }
    }

    [Fact]
    public async Task Tables_of_another_Orleans_application_stay_as_they_are()
    {
        var database = await postgres.CreateDatabaseAsync();
        await PostgresDatabase.AskAsync<object>(
            database,
            """
            create table orleansquery (querykey varchar(64) primary key, querytext varchar(8000) not null);
            create table orleansstorage (theirs integer);
            insert into orleansquery values ('ReadFromStorageKey', 'theirs')
            """);
        await using var store = await PostgresDatabase.OpenStoreAsync(database);
        Assert.Equal("theirs", await PostgresDatabase.AskAsync<string>(
            database, "select querytext from orleansquery where querykey = 'ReadFromStorageKey'"));
    }

    [Fact]
    public async Task A_component_without_its_fence_is_neither_read_nor_written()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var store = await PostgresDatabase.OpenStoreAsync(database);
        await WriteAsync(store, Change(Key(1), 0, "1"));
        await PostgresDatabase.AskAsync<object>(database, "delete from fences where component = 'users'");

        var read = await Assert.ThrowsAsync<StoreUnavailableException>(() => ReadAsync(store, Key(1)));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => WriteAsync(store, Change(Key(1), 1, "2")));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => WriteAsync(store, Change(Key(2), 0, "2")));
        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await store.RaiseFenceAsync(Component.Users, new Epoch(1), Cancel));

        Assert.Contains("no fence for 'users'", read.Message, StringComparison.Ordinal);
        Assert.Equal(1, await PostgresDatabase.AskAsync<long>(database, "select max(revision) from users"));
    }

    [Fact]
    public async Task A_database_that_is_not_UTF8_is_refused()
    {
        var server = await postgres.ServerAsync();
        var name = $"latin_{Guid.NewGuid():n}";
        await PostgresDatabase.AskAsync<object>(
            server.ConnectionString, $"create database {name} encoding 'LATIN1' locale 'C' template template0");
        var text = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name };

        var refusal = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => PostgresDatabase.OpenStoreAsync(text.ConnectionString));

        Assert.Contains("the encoding of the database is LATIN1", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("encoding UTF8", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_acknowledges_before_it_is_durable_is_refused()
    {
        var database = await postgres.CreateDatabaseAsync();
        var name = new NpgsqlConnectionStringBuilder(database).Database;
        await PostgresDatabase.AskAsync<object>(database, $"alter database {name} set synchronous_commit = off");

        var refusal = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => PostgresDatabase.OpenStoreAsync(database));

        Assert.Contains("synchronous_commit is off", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_reported_without_the_password()
    {
        var refusal = await Assert.ThrowsAsync<StoreUnavailableException>(() => PostgresDatabase.OpenStoreAsync(
            "Host=127.0.0.1;Port=1;Database=bots;Username=han;Password=open-sesame"));

        Assert.Contains("127.0.0.1:1/bots", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("open-sesame", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tables_are_made_in_the_schema_that_the_connection_options_name()
    {
        var text = await postgres.CreateDatabaseAsync();
        await PostgresDatabase.AskAsync<object>(text, "create schema bots");
        await using var store = await PostgresDatabase.OpenStoreAsync(text + ";Options=-c search_path=bots");

        Assert.True((await WriteAsync(store, Change(Key(1), 0, "1"))).Accepted);
        Assert.Equal("bots", await PostgresDatabase.AskAsync<string>(
            text, "select schemaname::text from pg_tables where tablename = 'users'"));
    }

    [Fact]
    public async Task A_closed_store_says_so()
    {
        var store = await PostgresDatabase.OpenStoreAsync(await postgres.CreateDatabaseAsync());
        await store.DisposeAsync();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => ReadAsync(store, Key(1)));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => WriteAsync(store, Change(Key(1), 0, "1")));
    }

    [Fact]
    public async Task Walks_go_to_the_read_only_server_and_nothing_else_does()
    {
        var database = await postgres.CreateDatabaseAsync();
        var replica = await postgres.CreateDatabaseAsync();
        await (await PostgresDatabase.OpenStoreAsync(replica)).DisposeAsync();
        await using var store = await PostgresDatabase.OpenStoreAsync(
            database, o => o.ReadOnlyConnectionString = replica);

        await WriteAsync(store, Change(Key(1), 0, "1"));

        Assert.NotNull(await ReadAsync(store, Key(1)));
        await foreach (var header in store.WalkAsync(Component.Users, "", RecordCursor.Start, Cancel))
        {
            Assert.Fail($"The walk met {header.Revision} on the primary.");
        }
    }

    private static async Task<int> VersionAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync(Cancel);
        return await PostgresSchema.ReadVersionAsync(connection, Cancel);
    }
}
