using HybridOrleans.Storage.Postgres;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit;
using Npgsql;
using Xunit;

namespace HybridOrleans.Storage.Tests.Postgres;

/// <summary>A role that may make no table serves all the same, and its rows move once another one may.</summary>
public sealed class PostgresMonthRightsTests(PostgresFixture postgres) : PostgresStoreTest
{
    [Fact]
    public async Task Rows_wait_in_the_default_table_until_a_role_may_make_the_month()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var owner = await PostgresDatabase.OpenStoreAsync(database);
        var role = $"r{Guid.NewGuid():n}";
        await PostgresDatabase.AskAsync<object>(
            database,
            $"""
            create role {role} login password 'bots';
            grant select, insert, update, delete on all tables in schema public to {role};
            alter default privileges in schema public grant select, insert, update, delete on tables to {role}
            """);
        var text = new NpgsqlConnectionStringBuilder(database) { Username = role, Password = "bots" };
        var log = new LogLines<PostgresRecordStore>();
        await using var limited = await PostgresRecordStore.OpenAsync(
            new PostgresStoreOptions { ConnectionString = text.ConnectionString, MinPoolSize = 0 },
            TimeProvider.System, log, Cancel);

        var (first, second) = (Event("2024-03"), Event("2024-04"));
        Assert.True((await WriteAsync(limited, Change(first, 0, "1"))).Accepted);
        Assert.True((await WriteAsync(limited, Change(second, 0, "1"))).Accepted);
        Assert.Equal(2, await CountAsync("analytics_other"));
        Assert.Single(log.Lines, line => line.Contains("could not be made", StringComparison.Ordinal));

        Assert.True((await WriteAsync(owner, Change(first, 1, "2"))).Accepted);
        Assert.Equal((1L, 1L), (await CountAsync("analytics_other"), await CountAsync("analytics_2024_03")));
        Assert.Equal(new Revision(2), (await ReadAsync(limited, first))!.Revision);
        Assert.True((await WriteAsync(limited, Change(first, 2, "3"))).Accepted);

        // Rows without a table of their own can be detached by who may make it.
        Assert.Null(await owner.DetachMonthAsync("2024-04", Cancel));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => ReadAsync(limited, second));
        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await limited.AttachMonthAsync("2024-04", Cancel));

        Task<long> CountAsync(string table)
            => PostgresDatabase.AskAsync<long>(database, $"select count(*) from {table}");
    }

    private RecordKey Event(string month) => RecordKey.Create(Component.Analytics, Bot, month, "0", "00000000");
}
