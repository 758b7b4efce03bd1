using HybridOrleans.Storage.Postgres;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit;
using Xunit;

namespace HybridOrleans.Storage.Tests.Postgres;

/// <summary>A database from before the monthly tables keeps every row of its events.</summary>
public sealed class PostgresMonthUpgradeTests(PostgresFixture postgres) : PostgresStoreTest
{
    private const string Folder = "HybridOrleans.Storage.Postgres.Schema.";

    [Fact]
    public async Task Events_of_the_one_table_move_to_their_months()
    {
        var database = await postgres.CreateDatabaseAsync();
        await MakeAsync(database, newest: 9);
        await PostgresDatabase.AskAsync<object>(
            database,
            """
            insert into analytics (component, bucket, key, revision, write_id, body, deleted, updated_at, body_hash)
            select 'analytics', 7, k, 4, '8c0e0e0e-0000-4000-8000-000000000001', b, b is null, '2024-05-01', h
            from (values
              ('bot/2024-03/1/00000000', '{"a":1}'::json, '\x01'::bytea), ('bot/2024-03/1/00000001', null, null),
              ('bot/2024-04/0/00000000', '2', null), ('other/2024-04/0/00000000', '3', null), ('bot/1', '4', null),
              ('strange', '5', null)) v(k, b, h);
            insert into users (component, bucket, key, revision, write_id, body, deleted)
            values ('users', 0, 'bot/1', 1, gen_random_uuid(), '1', false)
            """);
        const string All = "select string_agg(concat_ws(' ', component, bucket, key, revision, write_id, body, "
            + "projection, deleted, updated_at, body_hash), ';' order by key) from analytics";
        var before = await PostgresDatabase.AskAsync<string>(database, All);

        await using var store = await PostgresDatabase.OpenStoreAsync(database);

        Assert.Equal(before, await PostgresDatabase.AskAsync<string>(database, All));
        Assert.Equal(
            "analytics_2024_03 2;analytics_2024_04 2;analytics_other 2",
            await PostgresDatabase.AskAsync<string>(
                database,
                "select string_agg(t || ' ' || n, ';' order by t) from "
                + "(select tableoid::regclass::text t, count(*) n from analytics group by 1) x"));
        var key = RecordKey.FromText(Component.Analytics, "bot/2024-04/0/00000000");
        Assert.Equal(new Revision(4), (await ReadAsync(store, key))!.Revision);
        Assert.True((await WriteAsync(store, Change(key, 4, "9"))).Accepted);
        Assert.NotNull(await ReadAsync(store, RecordKeys.User("bot", 1)));
    }

    private static async Task MakeAsync(string database, int newest)
    {
        await PostgresDatabase.AskAsync<object>(
            database,
            "create table schema_versions (schemaversionsid serial primary key, scriptname varchar(255) not null, "
            + "applied timestamp not null)");
        var assembly = typeof(PostgresRecordStore).Assembly;
        var scripts = assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Folder, StringComparison.Ordinal)
                && int.Parse(n.AsSpan(Folder.Length, 4)) <= newest)
            .Order(StringComparer.Ordinal);
        foreach (var script in scripts)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(script)!);
            await PostgresDatabase.AskAsync<object>(database, await reader.ReadToEndAsync(Cancel));
            await PostgresDatabase.AskAsync<object>(
                database, $"insert into schema_versions (scriptname, applied) values ('{script}', now())");
        }
    }
}
