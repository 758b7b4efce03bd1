using HybridOrleans.Storage.Migration.Assessing;
using HybridOrleans.Storage.Postgres;
using HybridOrleans.Storage.Records;
using Npgsql;
using Xunit;

namespace HybridOrleans.Storage.Tests.Postgres;

/// <summary>What the assessment finds where something is missing, and that it leaves nothing behind.</summary>
public sealed class PostgresAssessmentTests(PostgresDatabase database)
    : PostgresStoreTest, IClassFixture<PostgresDatabase>
{
    [Fact]
    public async Task A_sound_server_passes_everything_and_keeps_nothing_of_it()
    {
        await using var store = await database.OpenStoreAsync();
        var findings = await AssessAsync(store);
        Assert.Equal(
            ["connection", "durability", "schema", "fence", "write, copy and change list", "round trip",
                "advisory locks", "ending a frozen session", "free connections"],
            findings.Select(f => f.Check));
        Assert.All(findings, f => Assert.True(f.Severity == Severity.Passed, $"{f.Check}: {f.Message}"));
        Assert.Equal(0, await database.AskAsync<long>(
            "select (select count(*) from records) + (select count(*) from change_log) "
            + "+ (select count(*) from migration_documents) + (select count(*) from quarantine)"));
    }

    [Fact]
    public async Task A_role_that_may_not_list_changes_is_found_out()
    {
        var role = $"role_{Guid.NewGuid():n}";
        await (await database.OpenStoreAsync()).DisposeAsync();
        await database.RunAsync($"""
            create role {role} login password '{role}';
            grant select, insert, update, delete on all tables in schema public to {role};
            revoke insert on change_log from {role};
            """);
        var text = new NpgsqlConnectionStringBuilder(database.ConnectionString) 
        {
            Username = role,
            Password = role,
        };
        await using var store = await PostgresDatabase.OpenStoreAsync(text.ConnectionString);

        var blocking = Assert.Single(
            await AssessAsync(store), f => f.Severity == Severity.Blocks);
        Assert.Equal("write, copy and change list", blocking.Check);
        Assert.Contains("Grant select, insert, update and delete", blocking.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_comes_back_changed_and_a_missing_fence_block()
    {
        await using var store = await database.OpenStoreAsync();
        await database.RunAsync("""
            create function reorder() returns trigger language plpgsql as
              $$ begin new.body = '{"a":1}'; return new; end $$;
            create trigger reorder before insert on configuration for each row execute function reorder();
            delete from fences where component = 'configuration';
            """);

        var blocking = (await AssessAsync(store, Component.Configuration)).FindAll(f => f.Severity == Severity.Blocks);
        Assert.Equal(["fence", "round trip"], blocking.Select(f => f.Check));
    }

    [Fact]
    public async Task A_pool_that_cannot_grow_to_its_size_is_warned_of()
    {
        await using var store = await database.OpenStoreAsync(o => o.MaxPoolSize = 1_000);
        var warning = Assert.Single(
            await AssessAsync(store), f => f.Severity == Severity.Warns);
        Assert.Equal("free connections", warning.Check);
    }

    private static async Task<List<Finding>> AssessAsync(PostgresRecordStore store, Component? component = null)
        => await store.AssessAsync(component ?? Component.Users, Cancel).ToListAsync(Cancel);
}
